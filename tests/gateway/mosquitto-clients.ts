// mosquitto_sub and mosquitto_rr: readers of what the gateway publishes that share no code with it.

import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** Where a reader goes, and as whom. */
export interface Reader {
  /** "mqtt://127.0.0.1:1883". */
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** A message as a subscriber gets it. */
interface Heard {
  readonly topic: string;
  readonly payload: string;
  readonly retained: boolean;
}

const collectMs = 600;

/** What the broker keeps under a filter, by topic. */
export async function keptBy(reader: Reader, filter: string): Promise<Map<string, string>> {
  const heard = subscribe(reader, filter);
  await new Promise((resolve) => setTimeout(resolve, collectMs));
  heard.stop();
  return new Map(
    heard.messages.filter(({ retained }) => retained).map((m) => [m.topic, m.payload]),
  );
}

/** A subscription that runs. */
export interface Subscription {
  readonly messages: readonly Heard[];
  /** Resolves to the next message, heard or yet to come, that fits; throws after some seconds. */
  readonly first: (fits: (message: Heard) => boolean) => Promise<Heard>;
  /** Publishes as the same login. */
  readonly publish: (topic: string, payload: string) => Promise<void>;
  readonly stop: () => void;
}

/** Subscribes and collects. */
export function subscribe(reader: Reader, filter: string): Subscription {
  const child = spawn("mosquitto_sub", [
    ...place(reader),
    "-q",
    "1",
    "-t",
    filter,
    "-F",
    "%r %t %p",
  ]);
  const messages: Heard[] = [];
  let wake: () => void = () => undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    const [retained = "", topic = "", ...rest] = line.split(" ");
    messages.push({ topic, payload: rest.join(" "), retained: retained === "1" });
    wake();
  });
  return {
    messages,
    async first(fits) {
      for (const until = Date.now() + 25_000; Date.now() < until; ) {
        const found = messages.find(fits);
        if (found !== undefined) return found;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 200);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const said = messages.map(({ topic, payload }) => `${topic} ${payload}`).join("\n");
      throw new Error(`The message did not come; these did:\n${said}`);
    },
    async publish(topic, payload) {
      const message = ["-t", topic, "-m", payload, "-q", "1"];
      // A broker may end the connection of who says too much.
      const said = promisify(execFile)("mosquitto_pub", [...place(reader), ...message]);
      await said.catch(() => undefined);
    },
    stop: () => void child.kill(),
  };
}

/** Asks with a response topic and correlation data (MQTT 5); the answer. */
export function request(
  reader: Reader,
  topic: string,
  responseTopic: string,
): Promise<{ readonly topic: string; readonly payload: string; readonly correlation: string }> {
  const ask = ["-V", "mqttv5", "-t", topic, "-e", responseTopic, "-m", "x", "-W", "5"];
  const correlation = ["-D", "publish", "correlation-data", "ask-7"];
  const form = ["-F", "%t %D %p"];
  return new Promise((resolve, reject) => {
    execFile("mosquitto_rr", [...place(reader), ...ask, ...correlation, ...form], (error, out) => {
      if (error !== null) return reject(error);
      const [answerTopic = "", data = "", ...rest] = out.trim().split(" ");
      resolve({ topic: answerTopic, correlation: data, payload: rest.join(" ") });
    });
  });
}

function place({ url, user, password }: Reader): string[] {
  const { hostname, port } = new URL(url);
  return ["-h", hostname, "-p", port, "-u", user, "-P", password];
}
