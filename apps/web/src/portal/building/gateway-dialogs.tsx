/** Every change of a gateway: enrol, detach, give away, and what is decided on a restore. */

import type { PortalGateway, PortalGatewayList } from "@mega/contract";
import { useState } from "preact/hooks";
import { ChoiceField } from "../../form/choice-field.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { fetchBuildings } from "../fleet/fleet-client.ts";
import { DeedDialog, type DeedDialogProps } from "../parts/deed-dialog.tsx";
import { readTypedCode } from "../parts/typed-code.ts";
import { buildingWords } from "../state/words.ts";
import {
  confirmRestore,
  enrolGateway,
  refuseRestores,
  revokeGateway,
  transferGateway,
  undoRestore,
} from "./building-client.ts";
import { TypedCodeField } from "./typed-code-field.tsx";

/** What somebody is about to do. */
export type GatewayDeed =
  | { readonly kind: "enrol" }
  | {
      readonly kind: "revoke" | "transfer" | "confirm" | "refuse" | "undo";
      readonly gateway: PortalGateway;
    };

interface GatewayDialogProps {
  readonly deed: GatewayDeed;
  readonly buildingId: number;
  readonly onShut: () => void;
  readonly onChanged: (list: PortalGatewayList) => void;
}

type EndsProps = Pick<GatewayDialogProps, "onShut" | "onChanged">;

interface OfGatewayProps extends EndsProps {
  readonly gateway: PortalGateway;
}

/** The dialog of a deed. */
export function GatewayDialog({ deed, buildingId, ...ends }: GatewayDialogProps) {
  const { enrol, restore } = buildingWords.value;
  switch (deed.kind) {
    case "enrol":
      return (
        <CodeDialog
          id="enrol"
          title={enrol.title}
          lead={enrol.lead}
          deed={enrol.deed}
          done={enrol.done}
          send={(code) => enrolGateway(buildingId, code)}
          {...ends}
        />
      );
    case "confirm":
      return (
        <CodeDialog
          id="restore"
          title={restore.confirmTitle}
          lead={restore.confirmLead}
          deed={restore.confirmDeed}
          done={restore.confirmed}
          send={(code) => confirmRestore(deed.gateway.gatewayId, code)}
          {...ends}
        />
      );
    case "transfer":
      return <TransferDialog gateway={deed.gateway} buildingId={buildingId} {...ends} />;
    case "revoke":
    case "refuse":
    case "undo":
      return <TakingDialog kind={deed.kind} gateway={deed.gateway} {...ends} />;
  }
}

type CodeDialogProps = Omit<DeedDialogProps, "ready" | "send" | "children"> &
  EndsProps & { readonly send: (code: string) => Promise<PortalGatewayList> };

/** What a code allows that a box shows. */
function CodeDialog({ send, onChanged, ...rest }: CodeDialogProps) {
  const [typed, setTyped] = useState("");
  const read = readTypedCode(typed);
  return (
    <DeedDialog
      {...rest}
      ready={read.kind === "whole"}
      send={async () => {
        if (read.kind === "whole") onChanged(await send(read.code));
      }}
    >
      {() => <TypedCodeField id={`${rest.id}-code`} typed={typed} onTyped={setTyped} />}
    </DeedDialog>
  );
}

/** What takes something away; nothing is typed. */
function TakingDialog(props: OfGatewayProps & { readonly kind: "revoke" | "refuse" | "undo" }) {
  const { kind, gateway, onShut, onChanged } = props;
  const { gatewayId, mac, undoable } = gateway;
  const { revoke, restore } = buildingWords.value;
  const deeds = {
    revoke: {
      title: revoke.title(mac),
      lead: revoke.lead,
      deed: revoke.deed,
      done: revoke.done,
      act: () => revokeGateway(gatewayId),
    },
    refuse: {
      title: restore.refuseTitle,
      lead: restore.refuseLead,
      deed: restore.refuseDeed,
      done: restore.refused,
      act: () => refuseRestores(gatewayId),
    },
    undo: {
      title: restore.undoTitle(undoable?.oldMac ?? ""),
      lead: restore.undoLead,
      deed: restore.undoDeed,
      done: restore.undone,
      act: () => undoRestore(gatewayId),
    },
  };
  const { act, ...texts } = deeds[kind];
  return (
    <DeedDialog
      id={kind}
      {...texts}
      isBad
      ready
      send={async () => onChanged(await act())}
      onShut={onShut}
    />
  );
}

/** Into another building of one's own; the server refuses every other. */
function TransferDialog(props: OfGatewayProps & { readonly buildingId: number }) {
  const { gateway, buildingId, onShut, onChanged } = props;
  const [to, setTo] = useState("");
  const { answer } = useAsked(fetchBuildings);
  const { transfer } = buildingWords.value;
  const others = (answer ?? []).filter(
    (building) => building.buildingId !== buildingId && building.role !== "installer",
  );
  const none = answer !== null && others.length === 0;
  return (
    <DeedDialog
      id="transfer"
      title={transfer.title(gateway.mac)}
      lead={transfer.lead}
      deed={transfer.deed}
      done={transfer.done}
      ready={to !== ""}
      send={async () =>
        onChanged(await transferGateway(gateway.gatewayId, { buildingId: Number(to) }))
      }
      onShut={onShut}
    >
      {() => (
        <ChoiceField
          id="transfer-to"
          label={transfer.to}
          value={to}
          hint={none ? transfer.none : undefined}
          options={[
            ["", "—"],
            ...others.map(({ buildingId: id, name }) => [String(id), name] as const),
          ]}
          onChoose={setTo}
        />
      )}
    </DeedDialog>
  );
}
