/** Longer pasted text becomes an attachment; in characters. */
export const LONG_PASTE = 5_000

export interface Pasted {
  files: File[]
  text: string
}

export const readPaste = (data: Pick<DataTransfer, 'files' | 'getData'>): Pasted => ({
  files: [...data.files],
  text: data.getData('text/plain'),
})

/** What a paste attaches; undefined where it is text for the field. Office programs put a picture beside their text. */
export function attachedBy({ files, text }: Pasted): Pasted | undefined {
  if (text === '') return files.length > 0 ? { files, text } : undefined
  return text.length > LONG_PASTE ? { files: [], text } : undefined
}

/** Files alone are a message too, and a message has words. */
export const askToRead = (names: readonly string[]) => `Please look at ${names.join(', ')}.`
