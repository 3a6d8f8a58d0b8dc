/** A dialog over the page that gives the focus back to where it came from. */

import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** Shows the dialog; afterwards the focus is where it was, if that still stands. */
export function useModal(box: RefObject<HTMLDialogElement | null>): void {
  useEffect(() => {
    const opener = document.activeElement;
    box.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, [box]);
}
