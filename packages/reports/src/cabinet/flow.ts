/**
 * The content of the print as a list of pieces with heights, laid onto pages one after another. The
 * head of the table of channels is repeated wherever the table goes on. Pure.
 */

/** One piece: a heading, a line, a row of the table, the box to sign. */
export interface Piece {
  readonly kind: "heading" | "line" | "table-head" | "row" | "box";
  /** Points. */
  readonly height: number;
  /** Draws it with its top there. */
  readonly draw: (top: number) => void;
}

/** A piece at its place. */
interface Placed {
  readonly piece: Piece;
  readonly top: number;
}

/** Lays pieces out between `top` and `bottom` of every page. A heading never ends a page. */
export function pagesOf(
  pieces: readonly Piece[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly (readonly Placed[])[] {
  const pages: Placed[][] = [[]];
  let at = top;
  let head: Piece | undefined;
  const place = (piece: Piece) => {
    pages.at(-1)?.push({ piece, top: at });
    at += piece.height;
  };
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "table-head") head = piece;
    const follower = pieces[index + 1];
    const joined = piece.kind === "heading" || piece.kind === "table-head";
    const needed = piece.height + (joined ? (follower?.height ?? 0) : 0);
    if (at + needed > bottom && (pages.at(-1)?.length ?? 0) > 0) {
      pages.push([]);
      at = top;
      if (piece.kind === "row" && head !== undefined) place(head);
    }
    place(piece);
  }
  return pages;
}
