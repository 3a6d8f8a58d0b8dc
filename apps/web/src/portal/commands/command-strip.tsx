/** Beside the figures: what the gateway was asked and has not answered, and what it answered just now. */

import { gatewayNowMs } from "../../api/request.ts";
import { failure } from "../../state/readings.ts";
import { commandWords } from "../state/words.ts";
import { CommandLine } from "./command-line.tsx";
import { commandList, useCommands } from "./known-commands.ts";
import { GiveFailure } from "./read-buttons.tsx";
import { newsOf } from "./standing.ts";

interface StripProps {
  readonly gatewayId: number;
  /** Of this channel alone. */
  readonly channelNo?: number;
}

/** The strip; nothing while there is nothing to tell. */
export function CommandStrip({ gatewayId, channelNo }: StripProps) {
  useCommands(gatewayId);
  // Every command was told by an answer, which tells the time as well.
  const news = newsOf(commandList.value ?? [], gatewayNowMs() ?? 0, channelNo);
  return (
    <div class={news.length === 0 && failure.value === null ? "vh" : "no-print"}>
      <GiveFailure />
      <div role="status">
        {news.length === 0 ? null : (
          <section class="card" aria-label={commandWords.value.list.title}>
            <ul class="cmds">
              {news.map((command) => (
                <CommandLine key={command.commandId} command={command} />
              ))}
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}
