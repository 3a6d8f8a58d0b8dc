/** A list of people, tokens or entries: rows under heads, on a narrow screen a block for each row. */

import type { ComponentChildren } from "preact";

interface ListTableProps {
  readonly heads: readonly string[];
  /** Whether rows end with a cell of buttons, which has no head. */
  readonly hasDeeds?: boolean;
  /** The rows; their cells carry their head in `data-head`. */
  readonly children: ComponentChildren;
}

/** The table. */
export function ListTable({ heads, hasDeeds = false, children }: ListTableProps) {
  return (
    <table class="table list">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
          {hasDeeds ? <td /> : null}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
