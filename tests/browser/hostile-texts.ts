// Texts that try to be more than texts: markup for pages and mails, formulas for spreadsheets. Each
// is short enough for the name of a channel.

/** Markup that would run or load something where it is not escaped. */
export const markup = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  '"><svg onload=alert(1)>',
  "<svg/onload=alert(1)>",
  "javascript:alert(1)",
  "' onmouseover=alert(1) x='",
  '" autofocus onfocus=alert(1) "',
  "<iframe src=javascript:alert(1)",
  "<body onload=alert(1)>",
  "</title><script>alert(1)//",
  "</textarea><script>alert(1)",
  "--><script>alert(1)</script>",
  "]]><script>alert(1)</script>",
  "<a href=javascript:alert(1)>x",
  "<math><mi xlink:href=x>",
  "<details open ontoggle=alert()>",
  "<video><source onerror=alert()>",
  "&lt;script&gt;alert(1)",
  "&#60;script&#62;alert(1)",
  "%3Cscript%3Ealert(1)%3C/script",
  "\\u003cscript\\u003ealert(1)",
  "{{constructor.constructor(1)}}",
  "#{alert(1)}",
  "<style>@import'//x'</style>",
  "<base href=//evil.example>",
  "<link rel=import href=//x>",
  "<marquee onstart=alert(1)>",
  '<noscript><p title="</noscript>',
] as const;

/** Texts that a spreadsheet would compute. */
export const formulas = [
  "=1+1",
  '=HYPERLINK("http://x";"y")',
  "=cmd|' /C calc'!A0",
  "+1+1",
  "-1+1",
  "@SUM(1+1)",
  ";=1+1",
  '"=1+1"',
  ",=1+1",
] as const;

/** Names that a configuration does not take: a tab or a line break moves cells. */
export const broken = ["\t=1+1", "\r=1+1", "\n=1+1", "a\t=1", "a\r\n=1", "nul\u0000l"] as const;
