/** Opens the dashboard in the person's own browser, where there is one to open. */

/** False over SSH and on machines without a display. */
export function canOpenBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean {
  const { SSH_CONNECTION, DISPLAY, WAYLAND_DISPLAY, CI } = environment;
  if (SSH_CONNECTION !== undefined || (CI !== undefined && CI !== "")) return false;
  return platform !== "linux" || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
}

/** A browser that can't be opened is no failure: the address was printed. */
export async function openBrowser(url: string): Promise<void> {
  try {
    const { default: openUrl } = await import("open");
    const child = await openUrl(url);
    child.on("error", () => undefined);
  } catch {
    process.stderr.write("wirescope: no browser could be opened; open the address above.\n");
  }
}
