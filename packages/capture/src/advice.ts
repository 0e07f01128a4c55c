/** What to type so that this machine lets this user capture, best first: texts only, nothing runs. */

/** One way to mend what is missing. */
export interface Advice {
  /** What the lines are for: "Debian and Ubuntu, for good". */
  readonly title: string;
  /** Text to copy, one command or setting each. */
  readonly lines: readonly string[];
  readonly note: string | undefined;
}

/** What the advice depends on. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release: "ubuntu debian"; empty elsewhere. */
  readonly distribution: string;
  readonly isRoot: boolean;
  /** In Docker, Podman or another container. */
  readonly inContainer: boolean;
  /** Linux inside Windows. */
  readonly inWsl: boolean;
  /** Services are systemd's. */
  readonly hasSystemd: boolean;
  /** This user may capture with at least one back-end. */
  readonly permitted: boolean;
  readonly hasLibpcap: boolean;
  readonly hasDumpcap: boolean;
  /** State of Npcap's service, `undefined` off Windows. */
  readonly npcap: "missing" | "stopped" | "running" | undefined;
  /** This process as it was started, quoted for a shell. */
  readonly commandLine: string;
}

/** Empty when nothing is missing. */
export function advise(facts: MachineFacts): Advice[] {
  switch (facts.platform) {
    case "win32":
      return adviseWindows(facts);
    case "darwin":
      return facts.permitted ? [] : [...adviseMacos(), sudo(facts)];
    case "linux":
      return adviseLinux(facts);
    default:
      return facts.permitted ? [] : adviseBsd(facts);
  }
}

function adviseLinux(facts: MachineFacts): Advice[] {
  const advice: Advice[] = [];
  if (!facts.permitted) {
    if (facts.inContainer) advice.push(docker());
    if (!facts.isRoot) advice.push(sudo(facts), dumpcap(facts));
    if (facts.hasSystemd) advice.push(systemd());
  }
  if (!facts.hasLibpcap) advice.push(libpcap(facts));
  if (facts.inWsl) advice.push(wsl());
  return advice;
}

function sudo(facts: MachineFacts): Advice {
  return {
    title: "This time, from this terminal",
    lines: [`sudo ${facts.commandLine}`],
    note: "Root opens the interface and is given up before the first packet is read.",
  };
}

function dumpcap(facts: MachineFacts): Advice {
  const join = 'sudo usermod -aG wireshark "$USER"';
  const note =
    "Log out and in again afterwards. Capturing then needs no root: Wireshark's dumpcap does it.";
  if (isLike(facts, "debian")) {
    return {
      title: "Debian and Ubuntu, for good",
      lines: [
        ...(facts.hasDumpcap ? [] : ["sudo apt install wireshark-common"]),
        "sudo dpkg-reconfigure wireshark-common",
        join,
      ],
      note: `Answer Yes when asked about other users. ${note}`,
    };
  }
  const install = installDumpcap(facts);
  return {
    title: "Through Wireshark's dumpcap, for good",
    lines: [...(facts.hasDumpcap ? [] : [install]), join],
    note,
  };
}

function installDumpcap(facts: MachineFacts): string {
  if (isLike(facts, "fedora") || isLike(facts, "rhel")) return "sudo dnf install wireshark-cli";
  if (isLike(facts, "arch")) return "sudo pacman -S wireshark-cli";
  if (isLike(facts, "suse")) return "sudo zypper install wireshark";
  if (isLike(facts, "alpine")) return "sudo apk add wireshark-common";
  return "Install Wireshark's command line package, which brings dumpcap.";
}

function libpcap(facts: MachineFacts): Advice {
  return {
    title: "Capture filters",
    lines: [installLibpcap(facts)],
    note: "libpcap compiles capture filters (-f); capturing without one works as it is.",
  };
}

function installLibpcap(facts: MachineFacts): string {
  if (isLike(facts, "debian")) return "sudo apt install libpcap0.8";
  if (isLike(facts, "fedora") || isLike(facts, "rhel")) return "sudo dnf install libpcap";
  if (isLike(facts, "arch")) return "sudo pacman -S libpcap";
  if (isLike(facts, "suse")) return "sudo zypper install libpcap1";
  if (isLike(facts, "alpine")) return "sudo apk add libpcap";
  return "Install the package libpcap.";
}

function isLike(facts: MachineFacts, distribution: string): boolean {
  return facts.distribution.split(/\s+/).some((name) => name.startsWith(distribution));
}

function systemd(): Advice {
  return {
    title: "As a systemd service",
    lines: ["AmbientCapabilities=CAP_NET_RAW", "CapabilityBoundingSet=CAP_NET_RAW"],
    note: "In the [Service] section of the unit, with User= set to an ordinary user.",
  };
}

function docker(): Advice {
  return {
    title: "In a container",
    lines: ["--net=host --cap-add=NET_RAW"],
    note: "Options of docker run and podman run. Without --net=host only the container's own traffic is seen; the user inside must be root.",
  };
}

function wsl(): Advice {
  return {
    title: "Windows traffic",
    lines: ["npx wirescope"],
    note: "Linux inside Windows sees only the virtual machine's traffic. Start Wirescope in a Windows terminal to see the computer's.",
  };
}

function adviseMacos(): Advice[] {
  return [
    {
      title: "macOS, for good",
      lines: ["brew install --cask wireshark-chmodbpf"],
      note: "Log out and in again afterwards: you are then in the group access_bpf.",
    },
    {
      title: "macOS, until the next restart",
      lines: ["sudo chgrp access_bpf /dev/bpf* && sudo chmod g+rw /dev/bpf*"],
      note: "For members of the group access_bpf.",
    },
  ];
}

function adviseBsd(facts: MachineFacts): Advice[] {
  const group: Advice = {
    title: "FreeBSD, for good",
    lines: [
      'sudo pw groupmod bpf -m "$(whoami)"',
      `printf '[localrules=5]\\nadd path "bpf*" mode 0660 group bpf\\n' | sudo tee -a /etc/devfs.rules`,
      "sudo sysrc devfs_system_ruleset=localrules && sudo service devfs restart",
    ],
    note: "Log out and in again afterwards.",
  };
  return facts.platform === "freebsd" ? [group, sudo(facts)] : [sudo(facts)];
}

function adviseWindows(facts: MachineFacts): Advice[] {
  switch (facts.npcap) {
    case "running":
      return facts.permitted
        ? []
        : [
            {
              title: "Npcap is reserved for administrators",
              lines: ["https://npcap.com/#download"],
              note: 'Install Npcap again without "Restrict Npcap driver\'s access to Administrators only", or start Wirescope from a terminal that runs as administrator.',
            },
          ];
    case "stopped":
      return [
        {
          title: "Npcap is installed but not running",
          lines: ["net start npcap"],
          note: "In a terminal that runs as administrator.",
        },
      ];
    default:
      return [
        {
          title: "Install Npcap",
          lines: ["https://npcap.com/#download"],
          note: "Npcap is the driver that lets programs see packets on Windows.",
        },
      ];
  }
}
