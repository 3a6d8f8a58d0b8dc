/** The part of the MQTT paragraph about publishing: to which brokers, and PUB MQTT. */

import type { GatewayConfig } from "@mega/contract";
import { allWords } from "../../state/all-words.ts";
import { changes, edit, stored } from "../state/config-state.ts";
import { freeBrokers, withPublisher } from "./draft-publishers.ts";
import { PublisherFields } from "./publisher-fields.tsx";
import { usePublishers } from "./use-publishers.ts";

const PUBLISHERS_MAX = 4;

/** The card. */
export function PublishCard({ of }: { readonly of: GatewayConfig }) {
  const { publish } = allWords.value;
  const { list, deed, publishNow } = usePublishers();
  const entries = of.mqtt?.publish ?? [];
  const saved = stored.value?.configuration.mqtt?.publish ?? [];
  const unsaved = changes.value.length > 0;
  return (
    <section class="stack" aria-labelledby="publish-title">
      <div>
        <h3 id="publish-title">{publish.title}</h3>
        <p class="small muted">{entries.length === 0 ? publish.none : publish.note}</p>
      </div>
      {entries.map((entry, index) => (
        <PublisherFields
          key={entry.broker ?? ""}
          entry={entry}
          index={index}
          info={list.find(({ brokerId }) => brokerId === (entry.broker ?? null))}
        />
      ))}
      <div class="row">
        {entries.length >= PUBLISHERS_MAX
          ? null
          : freeBrokers(of).map((broker) => (
              <button
                key={broker ?? ""}
                type="button"
                class="btn"
                onClick={() => edit((before) => withPublisher(before, broker))}
              >
                {publish.add(broker ?? publish.ownBroker)}
              </button>
            ))}
        {saved.length === 0 ? null : (
          <button type="button" class="btn" disabled={deed.busy} onClick={publishNow}>
            {deed.busy ? publish.publishing : publish.publishNow}
          </button>
        )}
        {saved.length > 0 && unsaved ? <span class="small muted">{publish.saveFirst}</span> : null}
      </div>
      {deed.refused === null ? null : (
        <p class="err small" role="alert">
          {deed.refused}
        </p>
      )}
    </section>
  );
}
