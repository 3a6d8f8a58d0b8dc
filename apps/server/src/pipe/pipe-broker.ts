/** A broker as the pipe needs one: it may lose, double and invent what it carries. */

/** Hears a message. */
export type PipeListener = (topic: string, bytes: Uint8Array) => void;

/** The way to a broker, kept up by itself. */
export interface PipeBroker {
  /** Sends, or lets it fall where the broker is away. */
  publish(topic: string, bytes: Uint8Array): void;
  /**
   * Hears what is sent to a topic, "mega/+/up", or its share of it among the processes that listen,
   * where the broker can share; what comes back ends it.
   */
  listen(topic: string, listener: PipeListener): () => void;
  /** Ends the connection. */
  stop(): Promise<void>;
}

/** What a way needs to tell. */
export interface BrokerTelling {
  /** It is up, or away; the words hold no secret. */
  readonly onState: (state: "up" | "away", why: string) => void;
}
