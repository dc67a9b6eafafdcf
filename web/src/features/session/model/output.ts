const ALIGNED = /\S(?: {3,}|\t+)\S|^[-=]{3,}/

/** Pasted output keeps its columns only in a fixed-width face: two aligned lines tell it from prose. */
export const isOutput = (text: string): boolean => text.split('\n', 200).filter((line) => ALIGNED.test(line)).length >= 2
