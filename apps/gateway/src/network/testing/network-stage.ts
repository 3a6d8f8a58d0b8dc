/**
 * A real NetworkManager for a test: in network, mount and process spaces of its own with a message
 * bus of its own, one interface "eth7" on a virtual cable, and a DHCP server at the other end.
 * Nothing of it touches the machine's network. Needs root and the Debian packages network-manager
 * and dnsmasq-base.
 */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Clock } from "@mega/domain";
import { type Nmcli, nmcliRunner } from "../nmcli.ts";

/** The network at the other end of the cable. */
export const stageNetwork = { prefix: "192.168.77.", gateway: "192.168.77.1" } as const;
/** Hardware address of the interface. */
export const stageMac = "02:00:00:00:00:07";

/** A stage that runs. */
export interface NetworkStage {
  readonly nmcli: Nmcli;
  /** Plugs the cable in or out. */
  readonly cable: (plugged: boolean) => Promise<void>;
  /** Runs a command inside; answers what it printed. */
  readonly run: (command: string, ...args: readonly string[]) => Promise<string>;
  readonly stop: () => Promise<void>;
}

const script = `
set -e
mount --make-rprivate /
for place in /run /etc/NetworkManager /var/lib/NetworkManager; do mount -t tmpfs tmpfs $place; done
# With a sysfs that cannot be written NetworkManager does without udev.
mount -t sysfs -o ro sysfs /sys
mkdir -p /run/dbus /run/netns /etc/NetworkManager/system-connections
cat > /etc/NetworkManager/NetworkManager.conf <<END
[main]
plugins=keyfile
dns=none
rc-manager=unmanaged
auth-polkit=false
END
cat > /run/bus.conf <<END
<busconfig><type>system</type><listen>unix:path=/run/dbus/system_bus_socket</listen>
<auth>EXTERNAL</auth><policy context="default"><allow user="*"/><allow own="*"/>
<allow send_destination="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_type="method_return"/><allow send_type="error"/><allow receive_type="error"/>
<allow receive_type="method_call"/><allow receive_type="method_return"/>
<allow receive_type="signal"/></policy></busconfig>
END
ip link set lo up
ip netns add peer
ip link add eth7 address ${stageMac} type veth peer name peer7 netns peer
ip netns exec peer ip addr add ${stageNetwork.gateway}/24 dev peer7
ip netns exec peer ip link set peer7 up
ip netns exec peer dnsmasq --no-daemon --port=0 --interface=peer7 --leasefile-ro --user=root \\
  --conf-file=/dev/null --dhcp-option=option:dns-server,${stageNetwork.gateway} \\
  --dhcp-range=${stageNetwork.prefix}50,${stageNetwork.prefix}60,1h &
dbus-daemon --config-file=/run/bus.conf --nofork --nopidfile &
while ! test -S /run/dbus/system_bus_socket; do sleep 0.05; done
NetworkManager --no-daemon &
echo $! > /run/manager.pid
# All of it ends with the test: this is the first process of its space.
read -r _ || true
`;

const startStepMs = 100;
const startStepsMax = 300;

/** Starts the stage and waits until the interface has its lease. */
export async function startNetworkStage(clock: Clock): Promise<NetworkStage> {
  const spaces = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
  const child = spawn("unshare", [...spaces, "bash", "-c", script], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.once("error", (error) => {
      said += error.message;
      resolve();
    });
  });
  const stop = async () => {
    child.stdin.end();
    child.kill("SIGKILL");
    await ended;
  };
  for (let step = 0; step < startStepsMax; step += 1) {
    const enter = await enterArgs(child);
    if (enter !== null && (await connected(nmcliRunner(clock, [...enter, "nmcli"])))) {
      return stageOf(clock, enter, stop);
    }
    await new Promise((resolve) => setTimeout(resolve, startStepMs));
  }
  await stop();
  throw new Error(
    `NetworkManager does not start; root, network-manager and dnsmasq-base are needed:\n${said}`,
  );
}

function stageOf(clock: Clock, enter: readonly string[], stop: () => Promise<void>): NetworkStage {
  const run = async (command: string, ...args: readonly string[]) => {
    const [program = "", ...first] = [...enter, command, ...args];
    return (await promisify(execFile)(program, first)).stdout;
  };
  return {
    nmcli: nmcliRunner(clock, [...enter, "nmcli"]),
    async cable(plugged) {
      const state = plugged ? "up" : "down";
      await run("ip", "netns", "exec", "peer", "ip", "link", "set", "peer7", state);
    },
    run,
    stop,
  };
}

/** How a command gets inside; null while there is no inside yet. */
async function enterArgs(child: ChildProcess): Promise<readonly string[] | null> {
  const { pid } = child;
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = await readFile(path, "utf8").catch(() => "");
  const [first = ""] = children.trim().split(" ");
  if (first === "") return null;
  return ["nsenter", "--target", first, "--net", "--mount", "--pid"];
}

async function connected(nmcli: Nmcli): Promise<boolean> {
  const { stdout } = await nmcli(["-t", "-f", "DEVICE,STATE", "device"]);
  return stdout.split("\n").includes("eth7:connected");
}
