/** HTTP, WebSocket, authentication and metrics. */
export {};
