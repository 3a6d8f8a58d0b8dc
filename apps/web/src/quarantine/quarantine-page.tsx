/** Everything that waits for a person, by meter; the longest waiting first. */

import { inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import "../styles/channel.css";
import { useQuarantine } from "./use-quarantine.ts";
import { WaitingCard } from "./waiting-card.tsx";

/** The page at "/quarantine". */
export function QuarantinePage() {
  const { counters, quarantine, shell } = allWords.value;
  const { sources, failure } = useQuarantine();
  return (
    <main id="main" class="main" tabIndex={-1}>
      <p class="crumb no-print">
        <a href={inside("/")} data-inside>
          {counters.title}
        </a>{" "}
        / {quarantine.title}
      </p>
      <h1>{quarantine.title}</h1>
      <p class="soft lead">{quarantine.lead}</p>
      {sources === null ? <p class="empty">{failure ?? shell.loading}</p> : null}
      {sources?.length === 0 ? <p class="empty">{quarantine.nothing}</p> : null}
      <div class="stack">
        {(sources ?? []).map((source) => (
          <WaitingCard
            key={source.sourceNo}
            source={source}
            channelNo={source.channels[0]?.channelNo ?? 0}
            linked={true}
          />
        ))}
      </div>
    </main>
  );
}

/** What waits of one channel, on its page; nothing where nothing waits. */
export function ChannelQuarantine({ channelNo }: { readonly channelNo: number }) {
  const { sources } = useQuarantine();
  const own = (sources ?? []).filter(({ channels }) =>
    channels.some((channel) => channel.channelNo === channelNo),
  );
  return (
    <>
      {own.map((source) => (
        <WaitingCard key={source.sourceNo} source={source} channelNo={channelNo} linked={false} />
      ))}
    </>
  );
}
