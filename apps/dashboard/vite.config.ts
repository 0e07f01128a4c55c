import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Asks the browser for the text font at once, so that text is laid out in it from the first paint. */
function preloadTextFont(): Plugin {
  return {
    name: "wirescope-preload-text-font",
    transformIndexHtml: {
      order: "post",
      handler(_html, context) {
        const font = Object.keys(context.bundle ?? {}).find((name) =>
          /inter-latin-wght-normal.*\.woff2$/.test(name),
        );
        if (font === undefined) return [];
        return [
          {
            tag: "link",
            attrs: {
              rel: "preload",
              as: "font",
              type: "font/woff2",
              href: `/${font}`,
              crossorigin: true,
            },
            injectTo: "head",
          },
        ];
      },
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadTextFont()],
  resolve: { conditions: ["@wirescope/source", "module", "browser", "development|production"] },
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // The content security policy allows no data: address for scripts, fonts and styles.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:4280", ws: true, changeOrigin: true } } },
});
