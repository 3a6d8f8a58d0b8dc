/** Which channel of a gateway: by number and name where its configuration has come, else by number. */

import type { PortalGateway } from "@mega/contract";
import { ChoiceField } from "../../form/choice-field.tsx";
import { buildingWords } from "../state/words.ts";
import { channelText } from "./channel-text.ts";

interface ChannelFieldProps {
  readonly gateway: PortalGateway;
  /** "" until one is chosen. */
  readonly value: string;
  readonly onChoose: (channel: string) => void;
}

/** The choice. */
export function ChannelField({ gateway, value, onChoose }: ChannelFieldProps) {
  const { channel } = buildingWords.value.stay;
  return (
    <ChoiceField
      id="stay-channel"
      label={channel}
      value={value}
      autofocus
      options={[
        ["", "—"],
        ...channelsOf(gateway).map((no) => [String(no), channelText(gateway, no)] as const),
      ]}
      onChoose={onChoose}
    />
  );
}

function channelsOf({ glance, model }: PortalGateway): readonly number[] {
  if (glance !== null) return glance.channels.map(({ channelNo }) => channelNo);
  const count = Number(/\d+$/.exec(model)?.[0] ?? 0);
  return Array.from({ length: count }, (_, at) => at + 1);
}
