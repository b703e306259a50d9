package io.pleura.standalone.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.interactions.WheelInput;

@ExtendWith(BrowserExtension.class)
final class ViewerPageTest {
    private static final StubAlert ALERT = StubAlert.newAlert("one", "STAT", Instant.now());
    private static final StubImage IMAGE = ALERT.images().getFirst();
    private static final Offset<Double> ONE_AND_A_HALF_PIXELS = within(1.5);
    private static final Offset<Long> ROUNDING = within(2L);

    /// Where the original lies on the canvas when it fits: screen = original * scale + position.
    private record Place(double scale, double x, double y) {
        static Place of(PageInBrowser page, StubImage image) {
            double width = ((Number) page.run("return document.getElementById('map').width")).doubleValue();
            double height = ((Number) page.run("return document.getElementById('map').height")).doubleValue();
            double scale = Math.min(width / image.columns(), height / image.rows());
            return new Place(scale, (width - image.columns() * scale) / 2, (height - image.rows() * scale) / 2);
        }

        double x(double original) {
            return original * scale + x;
        }

        double y(double original) {
            return original * scale + y;
        }
    }

    private record Spot(double x, double y, double left, double top, double right, double bottom) {
        /// Centre of mass and bounds of what is painted on the map's canvas.
        @SuppressWarnings("unchecked")
        static Spot on(PageInBrowser page) {
            List<Number> found = (List<Number>) page.run("""
                    const canvas = document.getElementById('map');
                    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                    let mass = 0, mx = 0, my = 0, left = 1e9, top = 1e9, right = -1, bottom = -1;
                    for (let y = 0; y < canvas.height; y++) for (let x = 0; x < canvas.width; x++) {
                      const alpha = data[4 * (y * canvas.width + x) + 3];
                      if (!alpha) continue;
                      mass += alpha; mx += alpha * (x + 0.5); my += alpha * (y + 0.5);
                      left = Math.min(left, x); top = Math.min(top, y);
                      right = Math.max(right, x + 1); bottom = Math.max(bottom, y + 1);
                    }
                    return mass ? [mx / mass, my / mass, left, top, right, bottom] : [];
                    """);
            assertThat(found).as("something is painted").isNotEmpty();
            return new Spot(
                    found.get(0).doubleValue(),
                    found.get(1).doubleValue(),
                    found.get(2).doubleValue(),
                    found.get(3).doubleValue(),
                    found.get(4).doubleValue(),
                    found.get(5).doubleValue());
        }
    }

    private static void open(PageInBrowser page, StubAlert alert) {
        page.service.put(alert);
        page.openLive();
        page.openAlert(alert.alertId());
    }

    @Test
    void drawsAMapCellExactlyWhereItLiesInTheRadiograph(PageInBrowser page) {
        open(page, ALERT);
        Place place = Place.of(page, IMAGE);
        Spot spot = Spot.on(page);
        assertThat(spot.x()).isCloseTo(place.x(IMAGE.cellCentreX(20)), ONE_AND_A_HALF_PIXELS);
        assertThat(spot.y()).isCloseTo(place.y(IMAGE.cellCentreY(12)), ONE_AND_A_HALF_PIXELS);
        // Half the level of 0.5 is where shading begins: three quarters of a cell from the centre.
        double reach = 0.75 * IMAGE.cellSide() * place.scale();
        assertThat(spot.left()).isCloseTo(place.x(IMAGE.cellCentreX(20)) - reach, within(3.0));
        assertThat(spot.bottom()).isCloseTo(place.y(IMAGE.cellCentreY(12)) + reach, within(3.0));
    }

    @Test
    void followsTheImageWhenZoomedAndMoved(PageInBrowser page) {
        open(page, ALERT);
        Place place = Place.of(page, IMAGE);
        page.actions()
                .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(page.one("#stage")), 0, -400)
                .perform();
        page.awaitTrue(
                "the image is larger",
                () -> !page.text("#zoom-text").isEmpty() && zoomPercent(page) > 120 * place.scale());
        page.awaitPaint();
        double factor = zoomPercent(page) / 100.0 / place.scale();
        double middleX = place.x(IMAGE.columns() / 2.0);
        Spot zoomed = Spot.on(page);
        assertThat(zoomed.x()).isCloseTo(middleX + (place.x(IMAGE.cellCentreX(20)) - middleX) * factor, within(4.0));
        page.actions()
                .keyDown(Keys.SHIFT)
                .moveToElement(page.one("#stage"))
                .clickAndHold()
                .moveByOffset(-60, 25)
                .release()
                .keyUp(Keys.SHIFT)
                .perform();
        page.awaitPaint();
        Spot moved = Spot.on(page);
        assertThat(moved.x()).isCloseTo(zoomed.x() - 60, ONE_AND_A_HALF_PIXELS);
        assertThat(moved.y()).isCloseTo(zoomed.y() + 25, ONE_AND_A_HALF_PIXELS);
    }

    private static double zoomPercent(PageInBrowser page) {
        return Double.parseDouble(page.text("#zoom-text").replaceAll(".* at (\\d+) %", "$1"));
    }

    @Test
    void outlinesTheRegionAndLeavesItsInsideClear(PageInBrowser page) {
        open(page, ALERT);
        page.press("o");
        page.awaitPaint();
        Place place = Place.of(page, IMAGE);
        double x = place.x(IMAGE.cellCentreX(20));
        double y = place.y(IMAGE.cellCentreY(12));
        double half = 0.5 * IMAGE.cellSide() * place.scale();
        assertThat(page.pixel("#map", x, y).get(3)).as("inside").isZero();
        assertThat(page.pixel("#map", x + half, y).get(3)).as("on the outline").isPositive();
        assertThat(page.pixel("#map", x, y - half).get(3)).as("on the outline").isPositive();
        assertThat(page.text("#legend-text")).isEqualTo("Outline: model map at 0.50 or more");
    }

    @Test
    void switchesTheMapOffAndChangesItsOpacity(PageInBrowser page) {
        open(page, ALERT);
        Place place = Place.of(page, IMAGE);
        double x = place.x(IMAGE.cellCentreX(20));
        double y = place.y(IMAGE.cellCentreY(12));
        long before = page.pixel("#map", x, y).get(3);
        page.run("const slider = document.getElementById('opacity'); slider.value = 20;"
                + "slider.dispatchEvent(new Event('input'));");
        page.awaitPaint();
        assertThat(page.pixel("#map", x, y).get(3)).isPositive().isLessThan(before / 2);
        page.press("m");
        page.awaitPaint();
        assertThat(page.pixel("#map", x, y).get(3)).isZero();
    }

    @Test
    void windowLevelInvertAndResetChangeThePixels(PageInBrowser page) {
        open(page, ALERT);
        Place place = Place.of(page, IMAGE);
        double x = place.x(0.7 * IMAGE.columns());
        double y = place.y(0.9 * IMAGE.rows());
        long asAcquired = page.pixel("#radiograph", x, y).getFirst();
        assertThat(asAcquired).isCloseTo(Math.round(255 * 0.7), ROUNDING);
        page.press("i");
        page.awaitPaint();
        assertThat(page.pixel("#radiograph", x, y).getFirst()).isCloseTo(255 - asAcquired, ROUNDING);
        page.press("i");
        page.actions()
                .moveToElement(page.one("#stage"))
                .clickAndHold()
                .moveByOffset(0, 80)
                .release()
                .perform();
        page.awaitPaint();
        assertThat(page.pixel("#radiograph", x, y).getFirst())
                .as("a higher level is darker")
                .isLessThan(asAcquired - 10);
        page.press("r");
        page.awaitPaint();
        assertThat(page.pixel("#radiograph", x, y).getFirst()).isCloseTo(asAcquired, ROUNDING);
    }

    @Test
    void showsThePatientTheFindingAndTheSidesOfTheScreen(PageInBrowser page) {
        open(page, ALERT);
        assertThat(page.text("#patient-name")).isEqualTo("ROE, JANE");
        assertThat(page.text("#patient")).contains("MRN-one", "1961-02-03", "Female");
        assertThat(page.text(".finding")).contains("Patient's left", "Score 0.93, alert from 0.41 (balanced)");
        assertThat(page.text("#marker-right")).isEqualTo("R");
        assertThat(page.one("#marker-right").getLocation().x)
                .isLessThan(page.one("#marker-left").getLocation().x);
        assertThat(page.text("#orientation-text")).isEqualTo("Left side of the screen is the patient's right");
    }

    /// Stored with the patient's right on its right (`R\F`): the picture and its map are turned over, so that the
    /// letters on the screen stay true, also when zoomed and moved.
    @Test
    void turnsOverARadiographThatFacesTheOtherWay(PageInBrowser page) {
        open(page, ALERT.onSide("RIGHT").with(IMAGE.scored(0.93, "RIGHT").facing("MIRRORED")));
        Place place = Place.of(page, IMAGE);
        assertThat(page.pixel("#radiograph", place.x(0.3 * IMAGE.columns()), place.y(0.9 * IMAGE.rows()))
                        .getFirst())
                .as("stored at 0.7 of the width")
                .isCloseTo(Math.round(255 * 0.7), ROUNDING);
        Spot spot = Spot.on(page);
        double turned = IMAGE.columns() - IMAGE.cellCentreX(20);
        assertThat(spot.x()).isCloseTo(place.x(turned), ONE_AND_A_HALF_PIXELS);
        assertThat(spot.y()).isCloseTo(place.y(IMAGE.cellCentreY(12)), ONE_AND_A_HALF_PIXELS);
        assertThat(page.text("#marker-right")).isEqualTo("R");
        assertThat(page.one("#marker-right").getLocation().x)
                .isLessThan(page.one("#marker-left").getLocation().x);
        assertThat(page.text("#orientation-text"))
                .contains("Turned over", "Left side of the screen is the patient's right");
        page.press("o");
        page.awaitPaint();
        assertThat(Spot.on(page).x()).as("the outline").isCloseTo(place.x(turned), ONE_AND_A_HALF_PIXELS);
        page.actions()
                .scrollFromOrigin(WheelInput.ScrollOrigin.fromElement(page.one("#stage")), 0, -400)
                .perform();
        page.awaitTrue("the image is larger", () -> zoomPercent(page) > 120 * place.scale());
        page.awaitPaint();
        double factor = zoomPercent(page) / 100.0 / place.scale();
        double middleX = place.x(IMAGE.columns() / 2.0);
        assertThat(Spot.on(page).x()).isCloseTo(middleX + (place.x(turned) - middleX) * factor, within(4.0));
    }

    @Test
    void saysThatTheSidesAreTakenAsUsualWhereTheFileDoesNotStateThem(PageInBrowser page) {
        open(page, ALERT.with(IMAGE.facing("NOT_STATED")));
        assertThat(page.text("#marker-right")).isEqualTo("R?");
        assertThat(page.text("#marker-left")).isEqualTo("L?");
        assertThat(page.text("#orientation-text"))
                .isEqualTo("The file does not state the sides: left side of the screen taken for the patient's right");
    }

    @Test
    void marksNoSideWhereTheViewDoesNotTell(PageInBrowser page) {
        open(
                page,
                ALERT.onSide("UNDETERMINED")
                        .with(IMAGE.scored(0.9, "UNDETERMINED").facing("NOT_FRONTAL")));
        assertThat(page.one("#marker-right").isDisplayed()).isFalse();
        assertThat(page.one("#marker-left").isDisplayed()).isFalse();
        assertThat(page.text("#orientation-text")).isEqualTo("Sides of the patient not known for this image");
        assertThat(page.text(page.row("one"))).contains("Side unclear");
    }

    @Test
    void offersTheImagesOfAStudyHighestScoreFirst(PageInBrowser page) {
        StubImage weaker = StubImage.plain("1.2.3.weaker").scored(0.55, "RIGHT");
        StubImage stronger = StubImage.plain("1.2.3.stronger").scored(0.97, "LEFT");
        open(page, ALERT.with(weaker, stronger));
        assertThat(page.all("#image-tabs button").getFirst().getText()).contains("Image 1", "0.97", "Left");
        page.press("2");
        page.awaitTrue("the second is shown", () -> "true"
                .equals(page.all("#image-tabs button").get(1).getAttribute("aria-selected")));
        assertThat(page.all("#image-tabs button").get(1).getText()).contains("0.55", "Right");
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 1210, 1000})
    void cutsNoTabOffWhereThereIsRoomBelow(int width, PageInBrowser page) {
        page.resize(width, 800);
        StubImage weaker = StubImage.plain("1.2.3.weaker").scored(0.55, "RIGHT");
        open(page, ALERT.with(IMAGE, weaker));
        page.awaitTrue(
                "both tabs", () -> page.all("#image-tabs button").getLast().isDisplayed());
        assertThat(
                        page.run(
                                "const tabs = document.getElementById('image-tabs'); return tabs.scrollWidth - tabs.clientWidth"))
                .isEqualTo(0L);
    }

    /// The row and the study tell of every side, the finding of the one that is on the screen.
    @Test
    void tellsTheSideOfTheImageOnTheScreenAndTheSidesOfTheStudy(PageInBrowser page) {
        StubImage weaker = StubImage.plain("1.2.3.weaker").scored(0.71, "RIGHT");
        open(page, ALERT.with(IMAGE, weaker));
        assertThat(page.text("#finding-image")).isEqualTo("Image 1 of 2");
        assertThat(page.text("#finding-side")).isEqualTo("Patient's left");
        assertThat(page.text("#score-text")).startsWith("Score 0.93");
        page.press("2");
        page.awaitText("#finding-side", "Patient's right");
        assertThat(page.text("#finding-image")).isEqualTo("Image 2 of 2");
        assertThat(page.text("#score-text")).startsWith("Score 0.71");
        assertThat(page.text("#study-text")).isEqualTo("Whole study: Bilateral, highest score 0.93");
        assertThat(page.text(page.row("one") + " .row-side")).isEqualTo("Bilateral");
    }

    @Test
    void saysBesideTheSideThatTheFileDoesNotStateIt(PageInBrowser page) {
        StubImage unstated =
                StubImage.plain("1.2.3.unstated").scored(0.71, "RIGHT").facing("NOT_STATED");
        open(page, ALERT.with(IMAGE, unstated));
        assertThat(page.text("#finding-doubt")).isEmpty();
        assertThat(page.text("#study-text"))
                .isEqualTo("Whole study: Bilateral (sides not stated in the file of image 2), highest score 0.93");
        page.press("2");
        page.awaitText("#finding-doubt", "(sides not stated in the file)");
    }

    @Test
    void saysNothingOfAStudyThatHasOneImage(PageInBrowser page) {
        open(page, ALERT);
        assertThat(page.text("#finding-image")).isEmpty();
        assertThat(page.text("#study-text")).isEmpty();
    }

    /// As the page does before a service that does not send the sides of a study yet.
    @ParameterizedTest
    @CsvSource({
        "LEFT, LEFT, LEFT",
        "LEFT, RIGHT, BILATERAL",
        "RIGHT, BILATERAL, BILATERAL",
        "UNDETERMINED, RIGHT, RIGHT",
        "UNDETERMINED, UNDETERMINED, UNDETERMINED"
    })
    void knowsTheSidesOfAStudyByItsImages(String one, String other, String sides, PageInBrowser page) {
        page.openLive();
        assertThat(page.run(
                        "return import('/app/format.js').then(format =>"
                                + " format.sidesOf([{ laterality: arguments[0] }, { laterality: arguments[1] }]))",
                        one,
                        other))
                .isEqualTo(sides);
    }

    @Test
    void namesThePatientOfTheImageOnTheScreenAndWarnsWhereTheyDiffer(PageInBrowser page) {
        StubImage other = StubImage.plain("1.2.3.other")
                .scored(0.55, "RIGHT")
                .of(Map.of("name", "DOE^JOHN", "id", "MRN-77", "birthDate", "19801231", "sex", "M"));
        open(page, ALERT.with(IMAGE, other));
        assertThat(page.text("#patient-name")).isEqualTo("ROE, JANE");
        assertThat(page.text("#patient-warning"))
                .isEqualTo("The images of this study are not of the same patient -"
                        + " image 1: ROE, JANE (MRN-one), image 2: DOE, JOHN (MRN-77)");
        page.press("2");
        page.awaitText("#patient-name", "DOE, JOHN");
        assertThat(page.text("#patient"))
                .contains("MRN-77", "1980-12-31", "Male")
                .doesNotContain("1961-02-03");
        page.awaitTrue("both were looked at", () -> page.one("#dismiss-button").isEnabled());
        page.press("d");
        page.awaitText("#dismiss-patient", "DOE, JOHN - other images of this study are of somebody else");
    }

    @Test
    void warnsOfNoDifferenceWhereThereIsNone(PageInBrowser page) {
        open(page, ALERT.with(IMAGE, StubImage.plain("1.2.3.other").scored(0.55, "RIGHT")));
        assertThat(page.one("#patient-warning").isDisplayed()).isFalse();
    }

    @Test
    void showsNoMapWhereTheSiteTriagesOnly(PageInBrowser page) {
        page.service.showMap = false;
        open(page, ALERT);
        assertThat(page.one("#map-tools").isDisplayed()).isFalse();
        assertThat(page.run("const c = document.getElementById('map');"
                        + "return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v);"))
                .isEqualTo(false);
    }

    @Test
    void alwaysWarnsAndNeverRulesAnythingOut(PageInBrowser page) {
        open(page, ALERT);
        assertThat(page.text("#warning")).isEqualTo(StubService.WARNING);
        assertThat(page.one("#warning").isDisplayed()).isTrue();
        assertThat(page.text("#stage-warning")).isEqualTo("Not for diagnostic use");
        assertThat(((String) page.run("return document.body.textContent")).toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("no pneumothorax");
    }

    @Test
    void worksWhereNameAndPasswordStandInThePagesAddress(PageInBrowser page) {
        page.service.put(ALERT);
        page.openAs("clinician:secret");
        page.openAlert("one");
        assertThat(page.text("#patient-name")).isEqualTo("ROE, JANE");
    }

    @Test
    void clearsTheScreenBeforeTheNextPatientComes(PageInBrowser page) {
        StubAlert next = StubAlert.newAlert("gone", "ROUTINE", Instant.now()).of(Map.of("name", "DOE^JOHN"));
        page.service.put(next);
        open(page, ALERT);
        page.service.feed.forget("gone");
        page.click(page.row("gone"));
        page.awaitText("#stage-message", "could not be loaded");
        assertThat(page.text("#patient-name")).isEmpty();
        assertThat(page.one("#stage").getAttribute("data-image")).isEqualTo("none");
        assertThat(page.pixel("#radiograph", 400, 300)).containsExactly(0L, 0L, 0L, 255L);
        page.service.put(next);
        page.click("#stage-message button");
        page.awaitText("#patient-name", "DOE, JOHN");
    }
}
