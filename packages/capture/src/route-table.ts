/** Default routes in `/proc/net/route` and `/proc/net/ipv6_route`, Documentation/networking of Linux. */

const RTF_UP = 0x0001;
const RTF_REJECT = 0x0200;

interface DefaultRoute {
  readonly interfaceName: string;
  readonly metric: number;
}

/**
 * Interface of the best default route: IPv4 before IPv6, lowest metric first; undefined without one.
 * The texts are the two files' contents, empty where one is missing.
 */
export function defaultRouteInterface(ipv4: string, ipv6: string): string | undefined {
  return best(ipv4Defaults(ipv4)) ?? best(ipv6Defaults(ipv6));
}

function best(routes: readonly DefaultRoute[]): string | undefined {
  return routes.toSorted((a, b) => a.metric - b.metric)[0]?.interfaceName;
}

/** Columns: Iface Destination Gateway Flags RefCnt Use Metric Mask …, hexadecimal but for Metric. */
function ipv4Defaults(text: string): DefaultRoute[] {
  return rows(text).flatMap((columns) => {
    const [interfaceName, destination, , flags, , , metric, mask] = columns;
    const isDefault = destination === "00000000" && mask === "00000000" && isUsable(flags);
    return isDefault ? [{ interfaceName: interfaceName!, metric: Number(metric) }] : [];
  });
}

/** Columns: destination, its prefix, source, its prefix, next hop, metric, …, flags, device. */
function ipv6Defaults(text: string): DefaultRoute[] {
  return rows(text).flatMap((columns) => {
    const [destination, prefix, , , , metric, , , flags, interfaceName] = columns;
    const isDefault = destination === "0".repeat(32) && prefix === "00" && isUsable(flags);
    return isDefault ? [{ interfaceName: interfaceName!, metric: Number(`0x${metric}`) }] : [];
  });
}

function isUsable(flags: string | undefined): boolean {
  return (Number(`0x${flags}`) & (RTF_UP | RTF_REJECT)) === RTF_UP;
}

function rows(text: string): string[][] {
  return text.split("\n").map((line) => line.trim().split(/\s+/));
}
