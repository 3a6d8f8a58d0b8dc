/** Every change of a gateway: enrol, detach, give away, and what is decided on a restore. */

import type { PortalGateway, PortalGatewayList } from "@mega/contract";
import { useState } from "preact/hooks";
import { ChoiceField } from "../../form/choice-field.tsx";
import { useAsked } from "../../shell/use-asked.ts";
import { fetchBuildings } from "../fleet/fleet-client.ts";
import { DeedDialog } from "../parts/deed-dialog.tsx";
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

interface OfGatewayProps extends Pick<GatewayDialogProps, "onShut" | "onChanged"> {
  readonly gateway: PortalGateway;
}

/** The dialog of a deed. */
export function GatewayDialog({ deed, buildingId, onShut, onChanged }: GatewayDialogProps) {
  const ends = { onShut, onChanged };
  switch (deed.kind) {
    case "enrol":
      return <EnrolDialog buildingId={buildingId} {...ends} />;
    case "revoke":
      return <RevokeDialog gateway={deed.gateway} {...ends} />;
    case "transfer":
      return <TransferDialog gateway={deed.gateway} buildingId={buildingId} {...ends} />;
    case "confirm":
      return <ConfirmDialog gateway={deed.gateway} {...ends} />;
    case "refuse":
      return <RefuseDialog gateway={deed.gateway} {...ends} />;
    case "undo":
      return <UndoDialog gateway={deed.gateway} {...ends} />;
  }
}

function EnrolDialog(props: Omit<GatewayDialogProps, "deed">) {
  const [typed, setTyped] = useState("");
  const { enrol } = buildingWords.value;
  const read = readTypedCode(typed);
  return (
    <DeedDialog
      id="enrol"
      title={enrol.title}
      lead={enrol.lead}
      deed={enrol.deed}
      done={enrol.done}
      ready={read.kind === "whole"}
      send={async () => {
        if (read.kind === "whole") {
          props.onChanged(await enrolGateway(props.buildingId, read.code));
        }
      }}
      onShut={props.onShut}
    >
      {() => <TypedCodeField id="enrol-code" typed={typed} onTyped={setTyped} />}
    </DeedDialog>
  );
}

function ConfirmDialog({ gateway, onShut, onChanged }: OfGatewayProps) {
  const [typed, setTyped] = useState("");
  const { restore } = buildingWords.value;
  const read = readTypedCode(typed);
  return (
    <DeedDialog
      id="confirm-restore"
      title={restore.confirmTitle}
      lead={restore.confirmLead}
      deed={restore.confirmDeed}
      done={restore.confirmed}
      ready={read.kind === "whole"}
      send={async () => {
        if (read.kind === "whole") onChanged(await confirmRestore(gateway.gatewayId, read.code));
      }}
      onShut={onShut}
    >
      {() => <TypedCodeField id="restore-code" typed={typed} onTyped={setTyped} />}
    </DeedDialog>
  );
}

function RevokeDialog({ gateway, onShut, onChanged }: OfGatewayProps) {
  const { revoke } = buildingWords.value;
  return (
    <DeedDialog
      id="revoke"
      title={revoke.title(gateway.mac)}
      lead={revoke.lead}
      deed={revoke.deed}
      done={revoke.done}
      isBad
      ready
      send={async () => onChanged(await revokeGateway(gateway.gatewayId))}
      onShut={onShut}
    />
  );
}

function RefuseDialog({ gateway, onShut, onChanged }: OfGatewayProps) {
  const { restore } = buildingWords.value;
  return (
    <DeedDialog
      id="refuse"
      title={restore.refuseTitle}
      lead={restore.refuseLead}
      deed={restore.refuseDeed}
      done={restore.refused}
      isBad
      ready
      send={async () => onChanged(await refuseRestores(gateway.gatewayId))}
      onShut={onShut}
    />
  );
}

function UndoDialog({ gateway, onShut, onChanged }: OfGatewayProps) {
  const { restore } = buildingWords.value;
  return (
    <DeedDialog
      id="undo"
      title={restore.undoTitle(gateway.undoable?.oldMac ?? "")}
      lead={restore.undoLead}
      deed={restore.undoDeed}
      done={restore.undone}
      isBad
      ready
      send={async () => onChanged(await undoRestore(gateway.gatewayId))}
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
