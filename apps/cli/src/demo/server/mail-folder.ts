/**
 * Where the demo's mails end: a mail server of its own on this machine that hands nothing on and keeps
 * each as a file, the newest of them.
 */

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";

/** A mail server that sends nothing. */
export interface MailFolder {
  readonly port: number;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";
const MAIL_BYTES_MAX = 1024 * 1024;
const KEPT_MAX = 200;
const END = "\r\n.\r\n";

/** Listens on any port. @param onMail Hears the file of each */
export async function keepMailsIn(
  folder: string,
  onMail: (file: string) => void,
): Promise<MailFolder> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".eml"))
      .toSorted();
  let number = Number.parseInt(files().at(-1) ?? "0", 10);
  const keep = (text: string) => {
    number += 1;
    const file = join(folder, `${String(number).padStart(6, "0")}.eml`);
    writeFileSync(file, text, { mode: 0o600 });
    for (const name of files().slice(0, -KEPT_MAX)) rmSync(join(folder, name));
    onMail(file);
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    talk(socket, keep);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** As much of RFC 5321 as a sender needs to be rid of a mail. */
function talk(socket: Socket, keep: (text: string) => void): void {
  let [waiting, isText] = ["", false];
  const say = (line: string) => void socket.write(`${line}\r\n`);
  say("220 demo");
  socket.setEncoding("latin1").on("data", (more: string) => {
    waiting += more;
    if (waiting.length > MAIL_BYTES_MAX) socket.destroy();
    for (;;) {
      const end = waiting.indexOf(isText ? END : "\r\n");
      if (end < 0) return;
      const found = waiting.slice(0, end);
      waiting = waiting.slice(end + (isText ? END : "\r\n").length);
      if (isText) {
        keep(found.replaceAll("\r\n..", "\r\n."));
        isText = false;
        say("250 kept");
        continue;
      }
      const verb = found.slice(0, 4).toUpperCase();
      isText = verb === "DATA";
      say(isText ? "354 the mail" : verb === "QUIT" ? "221 bye" : "250 well");
      if (verb === "QUIT") socket.end();
    }
  });
}
