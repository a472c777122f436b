"""The practice in the window: the way in and out, the watermark, the coach."""
