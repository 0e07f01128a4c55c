/** The Prometheus text format 0.0.4. */

export const PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** A value of one series, with the labels that name it in its family. */
export type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

function escapeLabel(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}

/** A family of series; `values` is a number where there is one series, without labels. */
export function family(
  name: string,
  type: "counter" | "gauge",
  help: string,
  values: number | readonly Sample[],
): string {
  const samples: readonly Sample[] = typeof values === "number" ? [[{}, values]] : values;
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([key, text]) => `${key}="${escapeLabel(text)}"`);
    return `${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${value}`;
  });
  const all = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
  return all.map((line) => `${line}\n`).join("");
}
