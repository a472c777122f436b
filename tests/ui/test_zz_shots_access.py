from test_people_page import *  # noqa
PLACE="/tmp/shots-access"
@pytest.mark.parametrize("lang,scale,size",[("en",150,(1024,700))])
def test_shots(desk, lang, scale, size):
    w=desk.window; tag=f"{lang}-{scale}-{size[0]}"
    w.use_language(lang); w.use_scale(scale); w.resize(*size)
    desk.at_work("Ilze Rozīte")
    def shot(name):
        for _ in range(5): desk.bot.wait(20)
        w.grab().save(f"{PLACE}/{tag}-{name}.png")
    people(desk); shot("people2")
    page(desk,"access"); shot("access2")
