/** One of the numbered paragraphs of the general settings, in the leaflet's order. */

import type { ComponentChildren } from "preact";

interface ParagraphProps {
  readonly no: number;
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

/** Title and note at the left, fields at the right. */
export function Paragraph({ no, title, note, children }: ParagraphProps) {
  return (
    <section class="grp" aria-labelledby={`paragraph-${no}`}>
      <div>
        <h2 id={`paragraph-${no}`}>
          <span>{no}</span>
          {title}
        </h2>
        {note === undefined || note === "" ? null : <p>{note}</p>}
      </div>
      <div class="grp-body">{children}</div>
    </section>
  );
}
