import { describe, expect, test } from "vitest";
import { advise, type MachineFacts } from "./advice.ts";

const DEBIAN: MachineFacts = {
  platform: "linux",
  distribution: "ubuntu debian",
  isRoot: false,
  inContainer: false,
  inWsl: false,
  hasSystemd: false,
  permitted: false,
  hasLibpcap: true,
  hasDumpcap: false,
  npcap: undefined,
  commandLine: "/usr/bin/node /opt/wirescope/main.js live -i eth0",
};

function lines(facts: Partial<MachineFacts>): string[] {
  return advise({ ...DEBIAN, ...facts }).flatMap((advice) => advice.lines);
}

describe("advise", () => {
  test.for([
    ["Linux", {}],
    ["Windows", { platform: "win32", npcap: "running" }],
    ["macOS", { platform: "darwin" }],
    ["FreeBSD", { platform: "freebsd" }],
  ] as const)("says nothing where nothing is missing: %s", ([, facts]) => {
    expect(advise({ ...DEBIAN, ...facts, permitted: true })).toEqual([]);
  });

  test("Debian: this very command with sudo first, then dumpcap for good", () => {
    expect(lines({})).toEqual([
      "sudo /usr/bin/node /opt/wirescope/main.js live -i eth0",
      "sudo apt install wireshark-common",
      "sudo dpkg-reconfigure wireshark-common",
      'sudo usermod -aG wireshark "$USER"',
    ]);
  });

  test("an installed dumpcap is not installed again", () => {
    expect(lines({ hasDumpcap: true })).not.toContain("sudo apt install wireshark-common");
  });

  test.for([
    ["fedora", "sudo dnf install wireshark-cli"],
    ["arch", "sudo pacman -S wireshark-cli"],
    ["opensuse-leap suse", "sudo zypper install wireshark"],
    ["alpine", "sudo apk add wireshark-common"],
  ] as const)("%s: its own package manager", ([distribution, line]) => {
    expect(lines({ distribution })).toContain(line);
  });

  test("a container: its options first", () => {
    expect(lines({ inContainer: true })[0]).toBe("--net=host --cap-add=NET_RAW");
  });

  test("root in a container needs no sudo", () => {
    expect(lines({ inContainer: true, isRoot: true })).toEqual(["--net=host --cap-add=NET_RAW"]);
  });

  test("a service: ambient and bounding capabilities", () => {
    expect(lines({ hasSystemd: true }).slice(-2)).toEqual([
      "AmbientCapabilities=CAP_NET_RAW",
      "CapabilityBoundingSet=CAP_NET_RAW",
    ]);
  });

  test("missing libpcap is told even where capturing works", () => {
    expect(lines({ permitted: true, hasLibpcap: false })).toEqual(["sudo apt install libpcap0.8"]);
  });

  test("Linux inside Windows points at Windows", () => {
    const [advice] = advise({ ...DEBIAN, permitted: true, inWsl: true });
    expect(advice?.note).toContain("sees only the virtual machine's traffic");
  });

  test("macOS: ChmodBPF, the change until restart, sudo", () => {
    expect(lines({ platform: "darwin" })).toEqual([
      "brew install --cask wireshark-chmodbpf",
      "sudo chgrp access_bpf /dev/bpf* && sudo chmod g+rw /dev/bpf*",
      "sudo /usr/bin/node /opt/wirescope/main.js live -i eth0",
    ]);
  });

  test("FreeBSD: the group and the devfs rule", () => {
    const found = lines({ platform: "freebsd" });
    expect(found[0]).toBe('sudo pw groupmod bpf -m "$(whoami)"');
    expect(found[1]).toContain("bpf*");
  });

  test.for([
    ["missing", "Install Npcap"],
    ["stopped", "Npcap is installed but not running"],
    ["running", "Npcap is reserved for administrators"],
  ] as const)("Windows tells Npcap apart when it is %s", ([npcap, title]) => {
    const advice = advise({ ...DEBIAN, platform: "win32", npcap });
    expect(advice.map((item) => item.title)).toEqual([title]);
  });

  test("nothing ever gives every node script the right to capture", () => {
    const everything = (["linux", "darwin", "win32", "freebsd"] as const).flatMap((platform) =>
      lines({ platform, inContainer: true, hasSystemd: true, inWsl: true, npcap: "missing" }),
    );
    expect(everything.join("\n")).not.toMatch(/setcap/);
  });
});
