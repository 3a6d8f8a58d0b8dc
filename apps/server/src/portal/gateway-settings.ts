/** What of a gateway's configuration may be set from afar, drawn from its newest version here. Pure. */

import {
  fieldProblem,
  type GatewayConfig,
  type GatewaySettings,
  mailDefaults,
  type SettingsChange,
} from "@mega/contract";
import { MegaError } from "@mega/domain";
import { configurationMark, type KeptConfiguration, readBackupText } from "@mega/uplink";

/** What `set-configuration` carries to the gateway. */
export interface MadeChange extends Readonly<Record<string, unknown>> {
  /** By which the gateway knows the configuration that the change was made from. */
  readonly parent: string;
  readonly change: SettingsChange;
}

/** The settings in a version; throws CONFLICT where there is none, or it cannot be read. */
export function settingsOf(kept: KeptConfiguration | null): GatewaySettings {
  const { version, configuration } = contentOf(kept);
  const { building, channels = [], mail } = configuration;
  const report = mail?.report ?? {};
  return {
    version: version.version,
    receivedAt: version.receivedAt,
    building: { name: building.name },
    channels: channels.map(({ no, name, login, address1, address2, errorMail }) => ({
      no,
      name,
      login: login ?? null,
      address1: address1 ?? null,
      address2: address2 ?? null,
      errorMail: errorMail ?? false,
    })),
    report:
      mail === undefined
        ? null
        : {
            to: mail.to,
            cc: [...(mail.cc ?? [])],
            rhythm: report.rhythm ?? mailDefaults.rhythm,
            at: report.at ?? mailDefaults.at,
            weekday: report.weekday ?? mailDefaults.weekday,
            dayOfMonth: report.dayOfMonth ?? mailDefaults.dayOfMonth,
            formats: [...(report.formats ?? mailDefaults.formats)],
          },
  };
}

/**
 * A change of the version that it was made from.
 *
 * @throws MegaError CHANGED_MEANWHILE where another version is the newest; REQUEST_INVALID for a channel
 *   that there is not, or reports where nothing is sent
 */
export function madeChange(
  kept: KeptConfiguration | null,
  parentVersion: number,
  change: SettingsChange,
): MadeChange {
  const { version, configuration } = contentOf(kept);
  if (version.version !== parentVersion) {
    throw new MegaError("CHANGED_MEANWHILE", `Version ${version.version} is the newest by now`, {
      hint: "Read the settings again; nothing was sent.",
      context: { field: "parentVersion", value: parentVersion, allowed: version.version },
    });
  }
  const known = new Set(configuration.channels?.map(({ no }) => no));
  const strangers = (change.channels ?? []).findIndex(({ no }) => !known.has(no));
  if (strangers >= 0) {
    const pointer = `/change/channels/${strangers}/no`;
    const allowed = "a channel of the gateway's configuration";
    throw fieldProblem({ pointer, value: change.channels?.[strangers]?.no, allowed });
  }
  if (change.report !== undefined && configuration.mail === undefined) {
    const allowed = "nothing: the gateway has no mail server";
    throw fieldProblem({ pointer: "/change/report", value: "settings", allowed });
  }
  return { parent: configurationMark(configuration), change };
}

function contentOf(kept: KeptConfiguration | null) {
  const content = kept === null ? undefined : readBackupText(kept.document);
  if (kept === null || content === undefined) {
    throw new MegaError("CONFLICT", "The gateway has not handed over its configuration yet", {
      hint: "It does with the next SAVE, and at its first upload.",
    });
  }
  return { version: kept.head, configuration: content.configuration as unknown as GatewayConfig };
}
