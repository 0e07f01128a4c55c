/** Names of programs by number, from IANA's registry of RPC program numbers. */

const TITLES: Readonly<Record<number, string>> = {
  100000: "PORTMAP",
  100001: "RSTAT",
  100002: "RUSERS",
  100003: "NFS",
  100004: "YPSERV",
  100005: "MOUNT",
  100007: "YPBIND",
  100008: "RWALL",
  100009: "YPPASSWD",
  100011: "RQUOTA",
  100012: "SPRAY",
  100020: "KLM",
  100021: "NLM",
  100024: "STAT",
  100026: "BOOTPARAMS",
  100028: "YPXFR",
  100068: "CMSD",
  100083: "TTDBSERVERD",
  100227: "NFSACL",
  100232: "SADMIND",
  100300: "NIS+",
  150001: "PCNFSD",
  390109: "NSRNOTIFY",
  390113: "NSREXEC",
};

/** Whether `program` is one that is known. */
export function isKnownProgram(program: number): boolean {
  return TITLES[program] !== undefined;
}

export function programTitle(program: number): string {
  return TITLES[program] ?? "Unknown";
}
