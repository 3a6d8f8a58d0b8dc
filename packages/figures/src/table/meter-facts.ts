/** The meter behind a channel in words: model, place, profile. Tokens are never among them. Pure. */

import type { MeterFacts } from "@mega/contract";
import type { InstalledMeter } from "@mega/installation";

/** The facts of a meter; `serialNumber` is the ledger's, or the configured one. */
export function meterFactsOf(installed: InstalledMeter, serialNumber: string | null): MeterFacts {
  const { meter, known } = installed;
  return {
    meterId: meter.id,
    profileId: known.id,
    model: modelOf(installed),
    address: addressOf(installed),
    serialNumber: serialNumber ?? meter.serialNumber ?? null,
    profileStatus: known.status,
  };
}

/** Maker and model; a profile for meters of every maker names none. */
function modelOf({ known }: InstalledMeter): string {
  const { brand, model } = known.profile;
  return brand === "Any" ? model : `${brand} ${model}`;
}

function addressOf({ kind, meter }: InstalledMeter): string {
  switch (kind) {
    case "modbus":
      return `bus ${meter.bus}, address ${meter.address}`;
    case "p1":
      return meter.equipmentId === undefined
        ? `P1 port ${meter.p1Port}`
        : `P1 port ${meter.p1Port}, equipment ${meter.equipmentId}`;
    case "manual":
      return `read by a person, ${meter.manual?.unit ?? ""}`;
    case "mqtt":
      return `MQTT ${meter.mqtt?.mac ?? ""}, channel ${meter.mqtt?.deviceChannel ?? 1}`;
  }
}
