/** What is printed when the server's demo is ready. */

import type { PortalPersonOfDemo } from "./demo-people.ts";
import type { DemoStage } from "./demo-stage.ts";

/** Tells addresses, logins, and what can be tried. */
export function tellDemo({ demo, serverUrl, boxes, note, say }: DemoStage, mails: string): void {
  const login = (role: string, { email, password }: PortalPersonOfDemo, with2 = "") =>
    say(`  ${role.padEnd(10)}${email.padEnd(20)}${password.padEnd(22)}${with2}`.trimEnd());
  say("DEMO: every figure is invented. Logins of the portal:");
  const code = "and a code";
  login("operator", demo.operator, code);
  for (const { manager, tenant } of demo.buildings) {
    login("manager", manager, code);
    login("tenant", tenant);
  }
  say(`Portal: ${serverUrl.replace(/\/?$/, "/")}`);
  for (const { id, owner } of demo.buildings) {
    say(`Gateway ${id}: ${boxes.get(id)?.url ?? "stopped"}  ${owner.name} ${owner.password}`);
    say(`  restore token ${note.buildings[id]?.token ?? ""}`);
  }
  say(`Mails are kept in ${mails}`);
  say("Codes of this moment: npm run -s demo:server -- code");
  say("Another box in a gateway's place: npm run -s demo:server -- replace tilleuls");
  say("Stop with Ctrl+C.");
}
