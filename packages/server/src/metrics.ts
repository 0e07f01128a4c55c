/** What the server counts about itself; read by `/metrics`. */

export class ServerMetrics {
  /** Answers by route and status, e.g. `GET /api/v1/top 200`; the routes are a fixed list. */
  readonly requests: Map<string, number> = new Map();
  /** Pages that are live now. */
  streams = 0;
  framesSent = 0;
  frameBytesSent = 0;
  /** Grants that were ignored because the page was owed enough frames already. */
  grantsIgnored = 0;

  countRequest(route: string, status: number): void {
    const key = `${route} ${status}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
  }
}
