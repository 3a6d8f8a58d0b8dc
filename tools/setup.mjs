// Brings everything the project needs onto this machine. It must run on the machine's own Node 20,
// before anything is installed, so it is plain JavaScript without dependencies.
//
//   node tools/setup.mjs             packages from the lockfile, Node 24 among them
//   node tools/setup.mjs --web       … and the built pages
//   node tools/setup.mjs --debian    … and the Debian packages that the tests talk to
//   node tools/setup.mjs --server    … of them, those that the server and its proofs need

import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const wanted = new Set(process.argv.slice(2));

/** What the tests need from Debian: a file that proves it is there, and the packages that bring it. */
const debianParts = [
  { proof: "/usr/bin/chromium", packages: ["chromium", "fonts-liberation", "fonts-noto-core"] },
  { proof: "/usr/bin/chromium-headless-shell", packages: ["chromium-headless-shell"] },
  { proof: "/usr/sbin/mosquitto", packages: ["mosquitto"], server: true },
  { proof: "/usr/bin/mosquitto_pub", packages: ["mosquitto-clients"] },
  { proof: "/usr/bin/openssl", packages: ["openssl"] },
  { proof: "/usr/bin/curl", packages: ["curl"] },
  { proof: "/usr/bin/git", packages: ["git"] },
  { proof: "/usr/bin/socat", packages: ["socat"] },
  { proof: "/usr/bin/mbpoll", packages: ["mbpoll"] },
  { proof: "/usr/bin/gcc", packages: ["gcc", "libc6-dev"] },
  { proof: "/usr/include/modbus/modbus.h", packages: ["libmodbus-dev"] },
  { proof: "/usr/lib/python3/dist-packages/pymodbus", packages: ["python3-pymodbus"] },
  { proof: "/usr/lib/python3/dist-packages/serial", packages: ["python3-serial"] },
  { proof: "/usr/lib/python3/dist-packages/serial_asyncio", packages: ["python3-serial-asyncio"] },
  { proof: "/usr/lib/python3/dist-packages/openpyxl", packages: ["python3-openpyxl"] },
  { proof: "/usr/bin/pdftotext", packages: ["poppler-utils"] },
  { proof: "/usr/sbin/NetworkManager", packages: ["network-manager"] },
  { proof: "/usr/bin/dbus-daemon", packages: ["dbus-daemon"] },
  { proof: "/usr/sbin/ip", packages: ["iproute2"] },
  { proof: "/usr/sbin/dnsmasq", packages: ["dnsmasq-base"] },
  { proof: "/usr/sbin/e2fsck", packages: ["e2fsprogs"] },
  { proof: "/usr/bin/mount", packages: ["mount"] },
  { proof: "/usr/lib/postgresql", packages: ["postgresql"], server: true },
  { proof: "/usr/sbin/nats-server", packages: ["nats-server"], server: true },
];

installPackages();
if (wanted.has("--debian")) installDebianParts(debianParts);
else if (wanted.has("--server")) installDebianParts(debianParts.filter(({ server }) => server));
if (wanted.has("--web")) buildPages();

function installPackages() {
  const stampFile = join(root, "node_modules", ".mega-lockfile");
  const stamp = hashOf([join(root, "package-lock.json")]);
  if (!existsSync(stampFile) || readFileSync(stampFile, "utf8") !== stamp) {
    refuseUnderARunningGateway();
    say("installing packages from the lockfile");
    run("npm", [
      "ci",
      "--include=dev",
      "--include=optional",
      "--ignore-scripts",
      "--loglevel=error",
    ]);
    writeFileSync(stampFile, stamp);
  }
  const node = join(root, "node_modules", ".bin", "node");
  const version = existsSync(node)
    ? execFileSync(node, ["--version"], { encoding: "utf8" }).trim()
    : "none";
  if (!version.startsWith("v24.")) {
    fail(
      `Node 24 is needed in node_modules/.bin, found ${version}. Supported machines: Linux on x64 and arm64.`,
    );
  }
}

/** A gateway loads pages and workers from node_modules while it runs; swapping them would break it. */
function refuseUnderARunningGateway() {
  const dataFolder = join(root, ".data");
  if (!existsSync(dataFolder)) return;
  for (const name of readdirSync(dataFolder)) {
    const pidFile = join(dataFolder, name, "gateway.pid");
    if (!existsSync(pidFile)) continue;
    const pid = Number(readFileSync(pidFile, "utf8"));
    try {
      process.kill(pid, 0);
    } catch {
      continue;
    }
    fail(
      `A gateway is running from this folder (process ${pid}). Stop it, then run the command again.`,
    );
  }
}

function buildPages() {
  const stampFile = join(root, "apps", "web", "dist", ".mega-sources");
  const sources = ["apps/web", "packages/locale", "packages/domain", "packages/contract"].flatMap(
    (folder) => filesBelow(join(root, folder)),
  );
  const stamp = hashOf([join(root, "package-lock.json"), ...sources]);
  const portal = join(root, "apps", "web", "portal", "dist", "index.html");
  const isBuilt = existsSync(stampFile) && existsSync(portal);
  if (isBuilt && readFileSync(stampFile, "utf8") === stamp) return;
  say("building the pages");
  for (const pages of [join(root, "apps", "web"), join(root, "apps", "web", "portal")]) {
    run(join(root, "node_modules", ".bin", "node"), [
      join(root, "node_modules", "vite", "bin", "vite.js"),
      "build",
      pages,
      "--logLevel=warn",
    ]);
  }
  writeFileSync(stampFile, stamp);
}

function installDebianParts(parts) {
  const missing = parts.filter((part) => !existsSync(part.proof)).flatMap((part) => part.packages);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) {
    fail(`These Debian packages are needed: run "${command}" as root, then try again.`);
  }
  say(`installing Debian packages: ${missing.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], env);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], env);
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === "node_modules" || entry.name === "dist") return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return statSync(path).isFile() && !entry.name.includes(".test.") ? [path] : [];
  });
}

function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files.toSorted?.() ?? [...files].sort())
    hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}

function run(command, args, env = process.env) {
  const result = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (result.error) fail(`${command} could not be started: ${result.error.message}`);
  if (result.status !== 0) fail(`${command} ${args[0]} ended with code ${result.status}.`);
}

function say(text) {
  process.stdout.write(`set-up: ${text}\n`);
}

function fail(text) {
  process.stderr.write(`set-up failed: ${text}\n`);
  process.exit(1);
}
