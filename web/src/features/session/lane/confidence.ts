/** 0 to 100 in words, so that the number does not stand alone. */
export const confidenceWord = (confidence: number): 'low' | 'medium' | 'high' =>
  confidence >= 75 ? 'high' : confidence >= 45 ? 'medium' : 'low'
