/** The front of the box, with the button that proves presence. */

import { allWords } from "../state/all-words.ts";

const terminals = [14, 28.7, 43.3, 58];

/** The drawing with its sentence. */
export function PrgDrawing() {
  const { claim } = allWords.value;
  return (
    <aside class="box" aria-label={claim.front}>
      <svg viewBox="0 0 72 180" role="img" aria-label={claim.front}>
        <rect x="4" y="6" width="64" height="168" rx="3" />
        <path d="M4 30h64M4 150h64" />
        {terminals.map((x) => (
          <g key={x}>
            <circle cx={x} cy="18" r="5" />
            <circle cx={x} cy="162" r="5" />
          </g>
        ))}
        <rect x="12" y="56" width="34" height="40" rx="1" />
        <path d="M16 60h26M16 65h26M16 70h26M16 75h15" />
        <rect x="12" y="112" width="22" height="20" rx="1" />
        <text class="lbl" x="12" y="143">
          ETH
        </text>
        <circle cx="44" cy="117" r="3" />
        <text class="lbl" x="51" y="119">
          RST
        </text>
        <circle class="hot" cx="44" cy="130" r="3" />
        <circle class="hot" cx="44" cy="130" r="5.5" />
        <text class="lbl hot" x="52" y="132">
          PRG
        </text>
      </svg>
      <p>{claim.buttonWhere}</p>
    </aside>
  );
}
