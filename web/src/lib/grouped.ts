/** "12,345": spelled here, as the browser loads what it knows of languages before its own first one. */
export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
