/** The button in the head that goes from theme to theme: the system's, light, dark. */

import { nextTheme, theme, words } from "../state/session.ts";
import { HalfDisc } from "./icons.tsx";

/** The button. */
export function ThemeButton() {
  const { shell } = words.value;
  const names = { auto: shell.themeAuto, light: shell.themeLight, dark: shell.themeDark };
  return (
    <button
      type="button"
      class="btn btn--quiet btn--icon"
      aria-label={shell.themeButton(names[theme.value])}
      onClick={nextTheme}
    >
      <HalfDisc />
    </button>
  );
}
