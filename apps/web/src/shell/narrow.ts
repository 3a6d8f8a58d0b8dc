/** Whether the screen is a phone's; paper is never narrow. */

import { useEffect, useState } from "preact/hooks";

const NARROW = "screen and (max-width: 639px)";

/** True while the table is shown as cards. */
export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = () => setNarrow(media.matches);
    media.addEventListener("change", follow);
    return () => media.removeEventListener("change", follow);
  }, []);
  return narrow;
}
