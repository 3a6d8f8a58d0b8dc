/** How the brokers stand that are published to, and PUB MQTT. */

import type { PublishAnswer, PublisherInfo, PublisherList } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { ask } from "../../api/request.ts";
import { type Deed, useDeed } from "../../login/use-deed.ts";

const LOOK_AGAIN_MS = 10_000;
const PUBLISH_TIMEOUT_MS = 60_000;

/** What the card shows of the running gateway. */
interface Publishers {
  /** As configured and saved; empty before the first answer. */
  readonly list: readonly PublisherInfo[];
  readonly deed: Deed;
  readonly publishNow: () => void;
}

/** Asks while the card is shown; a failure leaves what was known. */
export function usePublishers(): Publishers {
  const [list, setList] = useState<readonly PublisherInfo[]>([]);
  const deed = useDeed();
  const look = () =>
    ask<PublisherList>("/publishers").then(
      ({ publishers }) => setList(publishers),
      () => undefined,
    );
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const publishNow = () =>
    deed.run(async () => {
      await ask<PublishAnswer>("/publish", {
        method: "POST",
        body: {},
        timeoutMs: PUBLISH_TIMEOUT_MS,
      });
      await look();
    });
  return { list, deed, publishNow };
}
