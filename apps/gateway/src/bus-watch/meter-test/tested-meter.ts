/** Which meter a test is about: one that is configured, or a draft of one. Pure. */

import type { MeterConfig, MeterTestRequest } from "@mega/contract";
import { type CounterId, MegaError } from "@mega/domain";
import {
  type InstalledMeter,
  installMeter,
  type PlannedInstallation,
  type ProfileSet,
} from "@mega/installation";

/** The meter of a test. */
export type TestedMeter =
  | {
      readonly kind: "meter";
      readonly installed: InstalledMeter;
      /** Counters without which the test fails. */
      readonly needed: readonly CounterId[];
      /** The running meter whose messages stand for this one; null when it has none. */
      readonly heardAs: string | null;
    }
  | { readonly kind: "fault"; readonly meter: MeterConfig; readonly detail: string };

/** What a draft's first channel would show, the likeliest first. */
const usual = ["import", "energy", "volume", "total", "forward", "export"];

/** The meter asked for; throws NOT_FOUND for one that is not configured. */
export function testedMeter(
  request: MeterTestRequest,
  planned: PlannedInstallation,
  profiles: ProfileSet,
): TestedMeter {
  if (request.kind === "draft") return draftOf(request.meter, planned, profiles);
  const meterId =
    request.kind === "meter" ? request.meterId : meterOfChannel(request.channelNo, planned);
  const installed = planned.meters.get(meterId);
  if (installed === undefined) {
    throw new MegaError("NOT_FOUND", `No meter is called ${meterId}`, {
      hint: "Test it as a draft, or save it first.",
      context: { meterId },
    });
  }
  const plan = planned.plan.meters.find(({ meter }) => meter.id === meterId);
  const needed = plan?.counters.map(({ counterId }) => counterId) ?? neededOf(installed);
  return { kind: "meter", installed, needed, heardAs: meterId };
}

function meterOfChannel(channelNo: number, planned: PlannedInstallation): string {
  const found = planned.plan.channels.find(({ channel }) => channel.channelNo === channelNo);
  if (found !== undefined) return found.meterId;
  throw new MegaError("NOT_FOUND", `Channel ${channelNo} has no meter`, {
    hint: "Give the channel a meter, or test it as a draft.",
    context: { channelNo },
  });
}

function draftOf(
  meter: MeterConfig,
  planned: PlannedInstallation,
  profiles: ProfileSet,
): TestedMeter {
  const placed = [
    meter.bus !== undefined && meter.address !== undefined,
    meter.p1Port !== undefined,
    meter.mqtt !== undefined,
    meter.manual !== undefined,
  ].filter(Boolean).length;
  if (placed !== 1) {
    const detail = "A meter is on one bus with an address, behind one P1 port, or one MQTT device.";
    return { kind: "fault", meter, detail };
  }
  const { mqtt } = meter;
  // Topics hold the address as 12 digits, as a saved one does.
  const plain =
    mqtt === undefined ? meter : { ...meter, mqtt: { ...mqtt, mac: plainMac(mqtt.mac) } };
  const found = installMeter(plain, profiles, "");
  if ("problem" in found) {
    const { path, value, allowed } = found.problem;
    return { kind: "fault", meter, detail: `${path.slice(1)} is ${value}; allowed: ${allowed}` };
  }
  const { installed } = found;
  return {
    kind: "meter",
    installed,
    needed: neededOf(installed),
    heardAs: sameDevice(meter, planned),
  };
}

/** A saved meter on the same device hears the messages that the draft would hear. */
function sameDevice(draft: MeterConfig, planned: PlannedInstallation): string | null {
  for (const { meter } of planned.meters.values()) {
    if (draft.p1Port !== undefined && meter.p1Port === draft.p1Port) {
      if (meter.profile === draft.profile && meter.equipmentId === draft.equipmentId)
        return meter.id;
    }
    if (draft.mqtt !== undefined && meter.mqtt !== undefined) {
      const same =
        plainMac(meter.mqtt.mac) === plainMac(draft.mqtt.mac) &&
        meter.profile === draft.profile &&
        meter.mqtt.deviceChannel === draft.mqtt.deviceChannel;
      if (same) return meter.id;
    }
  }
  return null;
}

function plainMac(mac: string): string {
  return mac.replace(/[^0-9a-fA-F]/g, "").toLowerCase();
}

function neededOf({ counterIds }: InstalledMeter): readonly CounterId[] {
  const first = usual.find((counterId) => counterIds.includes(counterId)) ?? counterIds[0];
  return first === undefined ? [] : [first];
}
