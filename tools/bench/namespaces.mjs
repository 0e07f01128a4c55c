// @ts-check
/** Two network namespaces joined by a veth pair: the only place where a bench sends traffic. */
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** @param {readonly string[]} args */
function ip(args) {
  const result = spawnSync("ip", args, { encoding: "utf8" });
  if (result.status !== 0) throw new Error(`ip ${args.join(" ")}: ${result.stderr.trim()}`);
  return result.stdout;
}

/** Makes the pair; the caller calls `remove` in a `finally`. Needs root. */
export function makeNamespaces() {
  const sender = `wsb${process.pid}a`;
  const receiver = `wsb${process.pid}b`;
  const out = `ws${process.pid}a`;
  const inside = `ws${process.pid}b`;
  ip(["netns", "add", sender]);
  ip(["netns", "add", receiver]);
  ip([
    "link",
    "add",
    out,
    "netns",
    sender,
    "type",
    "veth",
    "peer",
    "name",
    inside,
    "netns",
    receiver,
  ]);
  for (const [namespace, device, address] of [
    [sender, out, "198.51.100.1/24"],
    [receiver, inside, "198.51.100.2/24"],
  ]) {
    ip(["netns", "exec", String(namespace), "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1"]);
    ip(["-n", String(namespace), "addr", "add", String(address), "dev", String(device)]);
    ip(["-n", String(namespace), "link", "set", "lo", "up"]);
    ip(["-n", String(namespace), "link", "set", String(device), "up"]);
  }
  return {
    sender,
    receiver,
    out,
    inside,
    /** Packets that have left the sender so far. */
    sent: () => {
      const text = ip([
        "netns",
        "exec",
        sender,
        "cat",
        `/sys/class/net/${out}/statistics/tx_packets`,
      ]);
      return Number(text);
    },
    /** The command line that runs `command` in the receiving namespace. */
    inReceiver: (/** @type {readonly string[]} */ command) => [
      "ip",
      "netns",
      "exec",
      receiver,
      ...command,
    ],
    remove: () => {
      for (const namespace of [sender, receiver]) spawnSync("ip", ["netns", "del", namespace]);
    },
  };
}

/**
 * Sends as fast as trafgen can until it is stopped.
 *
 * @param {ReturnType<typeof makeNamespaces>} network
 * @param {string} configuration a file of trafgen's packet language
 */
export function startTraffic(network, configuration) {
  const child = spawn(
    "ip",
    [
      "netns",
      "exec",
      network.sender,
      "trafgen",
      "--dev",
      network.out,
      "--conf",
      configuration,
      "--cpus",
      "1",
      "--no-sock-mem",
    ],
    { stdio: "ignore", detached: true },
  );
  return () => {
    const ended = new Promise((resolve) => child.on("exit", resolve));
    // The whole group: the generator sends from a process that it forks.
    process.kill(-Number(child.pid), "SIGINT");
    return ended;
  };
}

/**
 * MAC address of the receiving end, for the packets' destination.
 *
 * @param {ReturnType<typeof makeNamespaces>} network
 */
export function receiverMac(network) {
  const text = ip([
    "netns",
    "exec",
    network.receiver,
    "cat",
    `/sys/class/net/${network.inside}/address`,
  ]);
  return text.trim();
}

/** @param {number} pid */
export function isRunning(pid) {
  try {
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
