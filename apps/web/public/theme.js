// Sets the chosen theme before the first paint; the rest of the page comes later.
try {
  const theme = localStorage.getItem("mega.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme stands.
}
