/** A share from 0 to 1 as "23 %", which no line breaks between number and sign. */
export const percent = (share: number): string => percents(Math.round(share * 100))

/** The same of a number that counts hundredths already. */
export const percents = (hundredths: number): string => `${hundredths}\u00a0%`

/** Words of others in which each "23 %" holds together. */
export const holdPercents = (text: string): string => text.replace(/(\d) %/g, '$1\u00a0%')
