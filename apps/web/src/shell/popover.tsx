/**
 * A button that opens a panel beside it: the browser's own popover, so that Escape and a click
 * elsewhere close it and Tab goes on into it. The place is set through the DOM, as the content
 * policy forbids inline styles.
 */

import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";

interface PopoverProps {
  readonly label: ComponentChildren;
  /** Name for assistive technology where the label is a drawing. */
  readonly name?: string;
  readonly buttonClass?: string;
  /** The panel's content, made when it opens; `close` shuts it. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button with a panel. */
export function Popover({ label, name, buttonClass = "btn", children }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  useLayoutEffect(() => {
    if (!open) return;
    // The browser shows the panel after this; it is measured before the next picture.
    const frame = requestAnimationFrame(() => place(panel.current, button.current));
    return () => cancelAnimationFrame(frame);
  }, [open]);
  const close = () => {
    panel.current?.hidePopover();
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={buttonClass}
        popovertarget={id}
        aria-expanded={open}
        {...(name === undefined ? {} : { "aria-label": name })}
      >
        {label}
      </button>
      <div
        ref={panel}
        id={id}
        class="pop"
        popover="auto"
        onBeforeToggle={(event) => setOpen(event.newState === "open")}
      >
        {open ? children(close) : null}
      </div>
    </>
  );
}

function place(panel: HTMLElement | null, button: HTMLElement | null): void {
  if (panel === null || button === null || !panel.matches(":popover-open")) return;
  const at = button.getBoundingClientRect();
  const { width, height } = panel.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - width - 8));
  const below = at.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, at.top - height - 4) : below;
  panel.style.left = `${left}px`;
  panel.style.top = `${top}px`;
}
