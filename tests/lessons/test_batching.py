"""Lesson 05 says what is so: the tutorial's numbers, its guesses, its refusals, its figures and its bug hunt."""

from typing import Any

import torch
from support.bug_hunt import mended
from support.lesson_source import LESSONS
from torch.func import hessian, jacrev, vmap

from autograder.figures.batching import lead

LESSON = LESSONS["05"]


def test_its_results_have_the_dtype_that_was_asked_for(solved: dict[str, Any]) -> None:
    assert solved["per_sample"].shape == (64, 33, 31)
    assert solved["per_sample"].dtype is torch.float64


def test_the_tutorial_s_results_are_reproduced(lesson: dict[str, Any]) -> None:
    weight, bias, batch, predict = (lesson[name] for name in ("weight", "bias", "X", "predict"))
    for sample in (0, 63):
        want = jacrev(lambda x: predict(weight, bias, x))(batch[sample])
        torch.testing.assert_close(lesson["per_sample"][sample], want)
        torch.testing.assert_close(lesson["by_sum"][:, sample], want)
    assert lesson["hessians"].shape == (64, 33, 31, 31)
    torch.testing.assert_close(lesson["hessians"][5], hessian(lambda x: predict(weight, bias, x))(batch[5]))


def test_guesses_are_true(lesson: dict[str, Any]) -> None:
    right = {prediction.name: prediction.right for prediction in LESSON.predictions}
    layer = lesson["predict"]
    mapped = jacrev(vmap(lambda x: layer(lesson["weight"], lesson["bias"], x)))(lesson["X"])
    assert right["05-pairs"] == str(tuple(mapped.shape))
    assert right["05-sum"] == "its own"  # the trick's equality is asserted in the lesson itself
    assert right["05-norm"] == "nearly zero"
    assert lesson["norm_by_sum"].abs().max() < 1e-4 * lesson["norm_own"].abs().max()
    assert right["05-memory"] == f"{64**3 * 33 * 31**2 * 4 / 1e9:.0f} GB"


def test_batch_norm_couples_every_pair_and_the_sum_hides_it(lesson: dict[str, Any]) -> None:
    blocks = lesson["norm_whole"].abs().amax(dim=(1, 3))
    assert (blocks > 1e-3).all()
    plain = lesson["whole"].abs().amax(dim=(1, 3))
    assert not plain[~torch.eye(5, dtype=torch.bool)].any()
    assert not lesson["is_independent"](lesson["normed"], lesson["few"])
    assert lesson["is_independent"](lesson["small"], lesson["few"])


def test_by_hand_a_softmax_keeps_rows_apart_and_a_mean_taken_off_cancels(lesson: dict[str, Any]) -> None:
    few = lesson["few"]
    whole = jacrev(lambda batch: batch - batch.mean(0))(few)
    units = torch.eye(6).expand(5, 5, 6, 6).movedim(2, 1) * (torch.eye(5) - 1 / 5)[:, None, :, None]
    torch.testing.assert_close(whole, units)
    assert lesson["centred"].abs().max() < 1e-6
    assert lesson["is_independent"](lambda batch: batch.softmax(1), few)


def test_batch_norm_hidden_inside_gives_maps_half_as_bright_and_wrong(lesson: dict[str, Any]) -> None:
    assert 0.3 < lesson["brightness"] < 0.75
    assert 0.75 < lesson["error"] < 1.2
    own, outer = lesson["norm_own"], torch.randn(3, 4)
    assert lesson["norm_by_sum"].abs().mean() < 1e-4 * own.abs().mean()  # last, it cancels wholly
    by_sum = jacrev(lambda batch: (lesson["normed"](batch) @ outer.T + 1).sum(0))(lesson["few"])
    assert by_sum.abs().mean() < 1e-4 * own.abs().mean(), "nor do linear layers behind it change that"


def test_in_evaluation_mode_the_trick_is_true_again(lesson: dict[str, Any]) -> None:
    norm = torch.nn.BatchNorm1d(4).eval()
    norm.running_mean, norm.running_var = torch.randn(4), torch.rand(4) + 0.5
    few = lesson["few"]

    def f(batch: torch.Tensor) -> torch.Tensor:
        return norm(lesson["small"](batch)).tanh()

    assert lesson["is_independent"](f, few)
    own = vmap(jacrev(lambda x: f(x[None])[0]))(few)
    torch.testing.assert_close(jacrev(lambda batch: f(batch).sum(0))(few).movedim(1, 0), own)


def test_a_reshape_puts_nearly_every_number_in_the_wrong_place(lesson: dict[str, Any]) -> None:
    by_sum = lesson["by_sum"]
    wrong = by_sum.reshape(64, 33, 31) != by_sum.movedim(1, 0)
    assert 0.95 < wrong.double().mean() < 1


def test_the_closing_question_s_maps_change_with_the_batch(lesson: dict[str, Any]) -> None:
    deep, images = lesson["deep"], torch.randn(256, 12, generator=torch.Generator().manual_seed(0))
    by_sum = {count: jacrev(lambda batch: deep(batch).sum(0))(images[:count]).movedim(0, 1) for count in (8, 256)}

    def own(image: int) -> torch.Tensor:
        others = images.roll(-image, 0)[1:]
        return jacrev(lambda x: deep(torch.cat((x[None], others)))[0])(images[image])

    maps = torch.stack([own(image) for image in range(16)])
    assert 0.35 < by_sum[256][:16].abs().mean() / maps.abs().mean() < 0.65, "about half as bright"
    assert (by_sum[256][:16] - maps).abs().mean() > 0.75 * maps.abs().mean(), "and hardly like them"
    small, large = by_sum[8], by_sum[256][:8]
    assert (small - large).abs().mean() > 0.5 * large.abs().mean(), "another map of the same image"


def test_a_loop_calls_f_for_every_sample_and_vmap_once(lesson: dict[str, Any]) -> None:
    calls = []

    def f(x: torch.Tensor) -> Any:
        calls.append(1)
        return lesson["layer"](x)

    for way, count in ((lambda X: [jacrev(f)(x) for x in X], 64), (vmap(jacrev(f)), 1)):
        calls.clear()
        way(lesson["X"])
        assert len(calls) == count


def test_the_bug_hunt_holds_two_bugs_and_a_batch_of_one_hides_both(lesson: dict[str, Any]) -> None:
    small, few, right = lesson["small"], lesson["few"], lesson["blocks"]

    def hunted(*changes: tuple[str, str]) -> Any:
        return mended(LESSON, {"torch": torch}, changes)

    summed, moved = ("mean(0)", "sum(0)"), ("J.reshape(X.shape[0], -1, X.shape[1])", "J.movedim(0, 1)")
    torch.testing.assert_close(hunted()(small, few[:1]), right[:1])
    torch.testing.assert_close(5 * hunted()(small, few)[0, 1], right[1, 0])  # as its first look shows
    for changes in ((), (summed,), (moved,)):
        assert not torch.allclose(hunted(*changes)(small, few), right, atol=1e-3)
    torch.testing.assert_close(hunted(summed, moved)(small, few), right)


def test_each_refusal_refuses_and_each_picture_of_the_slider_speaks(solved: dict[str, Any], printed: str) -> None:
    assert "no error" not in printed
    for words in (
        "more than 1 value per channel",
        "cannot be multiplied",
        "calling .item()",
        "in_dims",
        "in-place operation",
    ):
        assert words in printed
    assert len(solved["strengths"]) >= 4
    assert all(len(solved["draw"](i)[1].split()) >= 8 for i in range(len(solved["strengths"])))


def test_where_the_loop_is_the_quicker_one_its_lead_is_a_share() -> None:
    _, said = lead((2, 64), {"loop": (1e-3, 32.4e-3), "mapped": (4e-3, 159.43e-3)})
    assert said.startswith("At B = 2 «loop» takes 0.2 times as long as «mapped», at B = 64 0.2 times: ")
    _, said = lead((2, 64), {"loop": (4e-3, 80e-3), "mapped": (2e-3, 4e-3)})
    assert said.startswith("At B = 2 «loop» takes 2.0 times as long as «mapped», at B = 64 20 times: ")
