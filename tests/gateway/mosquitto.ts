// A Mosquitto broker of its own for a test: a login for each token that sees its device's topics
// only, as brokers do where a token opens a namespace; and mosquitto_pub, which shares no code with
// the gateway's client.

import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../free-port.ts";

/** A device's login and the topics it opens. */
export interface DeviceLogin {
  readonly token: string;
  readonly topics: readonly string[];
}

/** A broker that is running. */
export interface Mosquitto {
  readonly url: string;
  /** Publishes as a device. */
  readonly publish: (message: {
    readonly token: string;
    readonly topic: string;
    readonly payload: string;
    readonly retain?: boolean;
  }) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Every login has this password. */
export const brokerPassword = "building";

const startStepMs = 20;
const startStepsMax = 250;

/** Starts Mosquitto on a free port; throws when the Debian package is missing. */
export async function startMosquitto(logins: readonly DeviceLogin[]): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), "mega-mosquitto-"));
  const passwords = join(folder, "passwords");
  const access = join(folder, "access");
  const port = await freePort();
  writeFileSync(passwords, logins.map(({ token }) => `${token}:${brokerPassword}\n`).join(""));
  execFileSync("mosquitto_passwd", ["-U", passwords]);
  writeFileSync(
    access,
    logins
      .map(({ token, topics }) =>
        [`user ${token}`, ...topics.map((topic) => `topic readwrite ${topic}`), ""].join("\n"),
      )
      .join("\n"),
  );
  const config = join(folder, "mosquitto.conf");
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous false",
    `password_file ${passwords}`,
    `acl_file ${access}`,
    "persistence false",
    // Run by root it would become a user that cannot look into the folder.
    "user root",
    "log_dest stderr",
  ];
  writeFileSync(config, `${lines.join("\n")}\n`);
  const child = spawn("/usr/sbin/mosquitto", ["-c", config], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let complaint = "";
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      complaint += `${error.message}. Install the Debian package mosquitto.`;
      resolve();
    });
  });
  for (let step = 0; !(await answers(port)); step++) {
    if (step === startStepsMax) throw new Error(`Mosquitto does not start:\n${complaint}`);
    await new Promise((resolve) => setTimeout(resolve, startStepMs));
  }
  return {
    url: `mqtt://127.0.0.1:${port}`,
    async publish({ token, topic, payload, retain = false }) {
      const login = ["-u", token, "-P", brokerPassword];
      const message = ["-t", topic, "-m", payload, "-q", "1", ...(retain ? ["-r"] : [])];
      const place = ["-h", "127.0.0.1", "-p", String(port)];
      await promisify(execFile)("mosquitto_pub", [...place, ...login, ...message]);
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
