/** The few drawings of the pages; each stands beside a word or has one in its button. */

export function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <rect width="20" height="20" rx="4" fill="currentColor" />
      <path d="M5 6.5h10M5 10h7M5 13.5h4" stroke="var(--surface)" stroke-width="1.5" />
    </svg>
  );
}

export function HalfDisc() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
      <path d="M8 1.75a6.25 6.25 0 0 1 0 12.5z" fill="currentColor" />
    </svg>
  );
}

const chevrons = {
  down: "M2 3.5 5 6.5 8 3.5",
  left: "M6.5 2 3.5 5 6.5 8",
  right: "M3.5 2 6.5 5 3.5 8",
  up: "M2 6.5 5 3.5 8 6.5",
};

export function Chevron({ to }: { readonly to: keyof typeof chevrons }) {
  return (
    <svg
      width="10"
      height="10"
      viewBox="0 0 10 10"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path d={chevrons[to]} />
    </svg>
  );
}

export function Person() {
  return (
    <svg
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <circle cx="8" cy="5" r="2.75" />
      <path d="M2.75 14a5.25 5.25 0 0 1 10.5 0" />
    </svg>
  );
}

export function Dots() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">
      <circle cx="3" cy="8" r="1.3" />
      <circle cx="8" cy="8" r="1.3" />
      <circle cx="13" cy="8" r="1.3" />
    </svg>
  );
}
