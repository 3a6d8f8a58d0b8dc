/** The sheet of paper and its type; lengths are points, 1/72 inch, from the top left of the page. */

/** A4 on its side, and the type that everything is set in. */
export const PAGE = { width: 841.89, height: 595.28, margin: 28 } as const;
export const TYPE = 7;
export const LINE = 9;

/** Width of a text in the page's type. */
export type Measure = (text: string, weight: "regular" | "bold") => number;
