import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { groupChunks } from './build/chunks.ts'
import { namePageFiles } from './build/pages.ts'
import { compressOutput, holdBudgets, showGallery } from './build/plugins.ts'

/** `vite build --mode gallery --outDir …`: every component in every state, with names kept for the tests. */
const isGallery = (mode: string) => mode === 'gallery'

export default defineConfig(({ mode }) => ({
  plugins: [react(), tailwindcss(), showGallery(mode), ...(isGallery(mode) ? [] : [holdBudgets(), namePageFiles(), compressOutput()])],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../src/resolvent/web_dist',
    emptyOutDir: true,
    target: 'es2023',
    minify: !isGallery(mode),
    // The CSP allows no data: fonts, and a preload polyfill would be dead weight in these browsers.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: isGallery(mode) ? {} : { output: { codeSplitting: { groups: groupChunks() } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8700' } },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/testing/setup.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
    // Its own choice leaves one processor idle.
    maxWorkers: '100%',
    css: false,
  },
}))
