// The order of test files. Workers end together when the longest files begin first, and what waits
// runs beside what computes; a fresh clone has no durations to go by, so the longest stand here.

import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take more than twenty seconds, the longest first. */
const longest = [
  "tests/browser/pages.test.ts",
  "tests/browser/access.test.ts",
  "tests/browser/portal-figures.test.ts",
  "tests/browser/portal-manager.test.ts",
  "tests/browser/portal-tenant.test.ts",
  "tests/browser/roles.test.ts",
  "tests/browser/config.test.ts",
  "tests/gateway/network-manager.test.ts",
  "tests/browser/quarantine.test.ts",
  "tests/browser/mail.test.ts",
  "tests/gateway/whole-gateway.test.ts",
  "tests/gateway/mail.test.ts",
  "tests/gateway/mqtt-building.test.ts",
  "tests/browser/channel-login.test.ts",
  "tests/browser/every-page.test.ts",
  "tests/browser/bus.test.ts",
  "tests/browser/whole-path.test.ts",
  "tests/browser/undo-period.test.ts",
];

/** The longest of a group first, then the other files as Vitest would have them. */
export class LongestFirst extends BaseSequencer {
  /** The order in which workers take the files. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const others = await super.sort(files);
    const { root } = this.ctx.config;
    const place = ({ moduleId, project }: TestSpecification) => {
      const found = longest.findIndex((path) => moduleId === `${root}/${path}`);
      const group = project.config.sequence.groupOrder;
      return group * (longest.length + 1) + (found === -1 ? longest.length : found);
    };
    return others.toSorted((a, b) => place(a) - place(b));
  }
}
