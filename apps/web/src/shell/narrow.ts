/**
 * Whether the screen is a phone's. Paper is never narrow: the browser says before it prints, while
 * there is still time to draw the table.
 */

import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 639px)";

/** True while the table is shown as cards and names as codes. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = () => setNarrow(media.matches);
    const begin = () => setPrinting(true);
    const end = () => setPrinting(false);
    media.addEventListener("change", follow);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      media.removeEventListener("change", follow);
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return narrow && !printing;
}
