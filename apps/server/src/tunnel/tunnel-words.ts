/** What somebody is told who comes to a tunnel's name and is not let in: he may have no login to ask for his language. */

import { createHash } from "node:crypto";

/** Languages of the product. */
type Language = "fr" | "nl" | "de" | "en";

interface TunnelWords {
  readonly title: string;
  readonly closed: string;
  readonly failed: string;
}

const words: Readonly<Record<Language, TunnelWords>> = {
  fr: {
    title: "Page de la passerelle",
    closed: "Cette page est fermée. Rouvrez-la depuis le portail.",
    failed: "La passerelle ne répond pas. Réessayez dans un instant.",
  },
  nl: {
    title: "Pagina van de gateway",
    closed: "Deze pagina is gesloten. Open ze opnieuw vanuit het portaal.",
    failed: "De gateway antwoordt niet. Probeer het zo dadelijk opnieuw.",
  },
  de: {
    title: "Seite des Gateways",
    closed: "Diese Seite ist geschlossen. Öffnen Sie sie im Portal erneut.",
    failed: "Das Gateway antwortet nicht. Versuchen Sie es gleich noch einmal.",
  },
  en: {
    title: "Page of the gateway",
    closed: "This page is closed. Open it again from the portal.",
    failed: "The gateway does not answer. Try again in a moment.",
  },
};

/** The first language of the header that there are words in; French, where none is. */
export function tunnelLanguage(accepted: string | undefined): Language {
  const asked = (accepted ?? "").toLowerCase().split(",");
  for (const one of asked) {
    const language = one.trim().slice(0, 2);
    if (language in words) return language as Language;
  }
  return "fr";
}

/** Readable by day and by night; nothing is loaded. */
const style = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:1rem;
font:1rem/1.5 system-ui,sans-serif;color:light-dark(#16191d,#e8eaed);background:light-dark(#f4f6f6,#16191d)}
main{max-width:26rem}h1{font-size:1.25rem;margin:0 0 .5rem}p{margin:0}`;

/** What the page may do: its one style, and nothing else. */
export const tunnelPagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'`;

/** A small page that loads nothing. */
export function tunnelPage(language: Language, what: "closed" | "failed"): string {
  const { title, [what]: text } = words[language];
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style>
<main><h1>${title}</h1>
<p>${text}</p></main>
</html>
`;
}
