/** What the panel beside the drawing is about. */
export type Selection = { is: 'diagram' } | { is: 'node'; id: string } | { is: 'edge'; id: string }
