export const parameterId = (name: string) => `parameter-${name}`

/** The element, or the field in it, once the page has drawn what was just asked for. */
export const focusSoon = (id: string) =>
  requestAnimationFrame(() => {
    const found = document.getElementById(id)
    const target = found?.querySelector<HTMLElement>('input, textarea') ?? found
    target?.focus()
  })
