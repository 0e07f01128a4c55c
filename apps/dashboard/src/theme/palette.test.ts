import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SLOT_VARIABLES, SLOTS, slotOf } from "./palette.ts";

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const [lightCss, darkCss] = css.split(':root[data-theme="dark"]') as [string, string];
const THEMES = { light: lightCss, dark: darkCss } as const;

function color(theme: keyof typeof THEMES, variable: string): Rgb {
  const match = new RegExp(`${variable}: #([0-9a-f]{6});`).exec(THEMES[theme]);
  if (match === null) throw new Error(`${variable} is missing in the ${theme} theme`);
  const value = Number.parseInt(match[1]!, 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function linearRgb([r, g, b]: Rgb): Rgb {
  return [linear(r), linear(g), linear(b)];
}

/** WCAG 2.2 relative luminance. */
function luminance(rgb: Rgb): number {
  const [r, g, b] = linearRgb(rgb);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira, Fernandes 2009, severity 1.0, applied to linear RGB. */
const VISION: Record<string, readonly (readonly number[])[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function oklab(rgb: Rgb, matrix: readonly (readonly number[])[]): Rgb {
  const source = linearRgb(rgb);
  const [r, g, b] = matrix.map((row) =>
    Math.min(1, Math.max(0, row[0]! * source[0] + row[1]! * source[1] + row[2]! * source[2])),
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** Distance on OKLab × 100; tritan distances weigh 1.25, as the palette was chosen. */
function distance(a: Rgb, b: Rgb, vision: string): number {
  const [x, y] = [oklab(a, VISION[vision]!), oklab(b, VISION[vision]!)];
  return 100 * Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]) * (vision === "tritan" ? 1.25 : 1);
}

describe.for(["light", "dark"] as const)("%s theme", (theme) => {
  test.for(SLOTS)("%s stands out from its panel", (slot) => {
    expect(contrast(color(theme, SLOT_VARIABLES[slot]), color(theme, "--panel"))).toBeGreaterThan(
      3,
    );
  });

  test.for(Object.keys(VISION))("all solid colours differ for %s vision", (vision) => {
    const solid = SLOTS.filter((slot) => slot !== "Other");
    for (const [i, a] of solid.entries()) {
      for (const b of solid.slice(i + 1)) {
        const apart = distance(
          color(theme, SLOT_VARIABLES[a]),
          color(theme, SLOT_VARIABLES[b]),
          vision,
        );
        expect(apart, `${a} and ${b}`).toBeGreaterThan(10);
      }
    }
  });

  test.for([
    ["--text", "--panel", 4.5],
    ["--text", "--page", 4.5],
    ["--text-2", "--panel", 4.5],
    ["--text-2", "--page", 4.5],
    ["--text-2", "--hover", 4.5],
    ["--text", "--accent-soft", 4.5],
    ["--text-2", "--accent-soft", 4.5],
    ["--on-accent", "--accent", 4.5],
    ["--live", "--panel", 4.5],
    ["--warn", "--panel", 4.5],
    ["--warn", "--warn-soft", 4.5],
    ["--critical", "--panel", 4.5],
    ["--control", "--panel", 3],
    ["--accent", "--panel", 3],
    ["--in", "--panel", 3],
    ["--out", "--panel", 3],
  ] as const)("%s on %s reaches %d : 1", ([front, back, least]) => {
    expect(contrast(color(theme, front), color(theme, back))).toBeGreaterThanOrEqual(least);
  });
});

test.for([
  ["TLS", "HTTPS"],
  ["tls", "HTTPS"],
  ["QUIC", "QUIC"],
  ["MDNS", "Local"],
  ["ARP", "ICMP"],
  ["WireGuard", "UDP"],
  ["SSH", "TCP"],
  ["Telnet", "HTTP"],
  ["TLSv1.2", "HTTPS"],
  ["SSHv2", "TCP"],
  ["IGMPv3", "Local"],
  ["HTTP/JSON", "HTTP"],
  ["BACnet-APDU", "UDP"],
  ["Modbus/TCP", "TCP"],
  ["something new", "Other"],
] as const)("%s is drawn as %s", ([name, slot]) => {
  expect(slotOf(name)).toBe(slot);
});
