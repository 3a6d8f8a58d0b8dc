/** Mosquitto for a test, with one login, TLS where it is asked for, and rules for topics. */

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../../../tests/free-port.ts";

/** The only login. */
export const brokerLogin = { user: "cellar", password: "a good password" } as const;

/** How the broker is set. */
export interface BrokerSettings {
  readonly tls?: boolean;
  /** Topics that the login may write and read; left out: all. */
  readonly topics?: readonly string[];
}

/** A broker that runs. */
export interface TestBroker {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const startStepMs = 20;
const startStepsMax = 250;

/** Starts Mosquitto on a free port. */
export async function startBroker(settings: BrokerSettings = {}): Promise<TestBroker> {
  const folder = mkdtempSync(join(tmpdir(), "mega-broker-"));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const port = await freePort();
  const passwords = file("passwords", `${brokerLogin.user}:${brokerLogin.password}\n`);
  execFileSync("mosquitto_passwd", ["-U", passwords]);
  const lines = [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous false",
    `password_file ${passwords}`,
    "persistence false",
    "user root",
    "log_dest stderr",
  ];
  if (settings.topics !== undefined) {
    const rules = settings.topics.map((topic) => `topic readwrite ${topic}`);
    lines.push(`acl_file ${file("access", [`user ${brokerLogin.user}`, ...rules, ""].join("\n"))}`);
  }
  if (settings.tls === true) {
    const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
    const subject = ["-subj", "/CN=broker.example", "-days", "20"];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    const files = ["-keyout", key, "-out", certificate];
    execFileSync("openssl", ["req", "-x509", ...kind, ...subject, ...files], { stdio: "ignore" });
    lines.push(`certfile ${certificate}`, `keyfile ${key}`);
  }
  const child = spawn("/usr/sbin/mosquitto", ["-c", file("broker.conf", `${lines.join("\n")}\n`)], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text) => {
    said += text;
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", () => resolve());
  });
  for (let step = 0; !(await answers(port)); step += 1) {
    if (step === startStepsMax) throw new Error(`Mosquitto does not start:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, startStepMs));
  }
  return {
    port,
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
